import { encodeContent } from './event-content';
import { isSoftDeletion, parseStreamMetadata, softDeletionText, withTruncateBefore } from './stream-metadata';

it.each([
  ['{}', {}],
  ['{"$maxCount":3,"$maxAge":60,"$tb":4,"$cacheControl":5,"more":1}', { maxCount: 3, maxAge: 60, truncateBefore: 4, cacheControl: 5 }],
  ['{"$maxCount":0,"$maxAge":-1,"$tb":-4,"$cacheControl":0}', {}],
  ['{"$tb":0}', { truncateBefore: 0 }],
  ['{"$acl":{"$r":"a","$w":["b","c"]}}', { acl: { $r: ['a'], $w: ['b', 'c'] } }],
  ['{"$maxCount":"3","$tb":4}', null],
  ['{"$acl":{"$r":7},"$tb":4}', null],
  ['{"$maxCount":1.5}', null],
  ['[1]', null],
  ['{"$tb":4', null],
  ['', null],
  [encodeContent(Buffer.from('{"$tb":4}'), false), null],
])('reads %j as %j', (stored, expected) => {
  expect(parseStreamMetadata(stored)).toEqual(expected);
});

it('knows a soft deletion, and lifts it with all other keys kept', () => {
  expect(isSoftDeletion(parseStreamMetadata(softDeletionText))).toBe(true);
  expect(isSoftDeletion(parseStreamMetadata('{"$tb":9007199254740991}'))).toBe(false);
  expect(withTruncateBefore('{"$tb":9223372036854775807,"own":{"a":1}}', 5)).toBe('{"$tb":5,"own":{"a":1}}');
  expect(withTruncateBefore('no json', 5)).toBeNull();
});
