import { isUuid, uuidV5 } from './uuid-v5';

it.each([
  ['www.example.com', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
  ['python.org', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '886313e1-3b8a-5372-9b90-0c9aee199e5d'],
])('makes the published id of %s', (name, namespace, id) => {
  expect(uuidV5(name, namespace)).toBe(id);
});

it('makes ids of its own namespace that other programs can make again', () => {
  expect(uuidV5('sale')).toBe(uuidV5('sale', '5b2e6a0c-7d1f-5c38-9a44-0e8f3d6b1a27'));
  expect(isUuid(uuidV5('größe'))).toBe(true);
});
