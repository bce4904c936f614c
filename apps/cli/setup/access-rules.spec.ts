import { plannedAll, plannedDefaults } from './access-rules';

const wish = { writer: 'daybook', readers: [] };

describe('access rules', () => {
  it('let the writer and administrators write, and everybody with a login read', () => {
    const writers = ['$admins', 'daybook'];
    expect(plannedDefaults(null, wish)).toEqual({
      state: 'missing', before: null, after: { $r: ['$all'], $w: writers, $d: writers, $mr: ['$all'], $mw: writers },
      content: { $userStreamAcl: { $r: ['$all'], $w: writers, $d: writers, $mr: ['$all'], $mw: writers } },
    });
    expect(plannedDefaults(null, { writer: 'admin', readers: [] }).after).toMatchObject({ $w: ['$admins'] });
  });

  it('let only named readers read, when there are any', () => {
    expect(plannedDefaults(null, { writer: 'daybook', readers: ['crm', 'daybook'] }).after).toMatchObject({ $r: ['$admins', 'daybook', 'crm'], $w: ['$admins', 'daybook'] });
    expect(plannedAll(null, { writer: 'daybook', readers: ['crm'] }).after).toEqual({ $r: ['$admins', 'daybook', 'crm'] });
  });

  it('let nobody but the writer and administrators follow $all, unless named', () => {
    expect(plannedAll(null, wish).after).toEqual({ $r: ['$admins', 'daybook'] });
    expect(plannedAll({ $acl: { $w: '$admins' }, note: 1 }, wish).content).toEqual({ $acl: { $w: '$admins', $r: ['$admins', 'daybook'] }, note: 1 });
  });

  it('are right in any order, and keep what else is set', () => {
    const { content } = plannedDefaults({ $systemStreamAcl: { $r: '$ops' }, other: true }, wish);
    expect(content).toMatchObject({ $systemStreamAcl: { $r: '$ops' }, other: true });
    expect(plannedDefaults(content, wish).state).toBe('right');
    expect(plannedDefaults({ $userStreamAcl: { $mw: ['daybook', '$admins'], $r: '$all', $d: ['daybook', '$admins'], $w: ['$admins', 'daybook'], $mr: '$all' } }, wish).state).toBe('right');
    expect(plannedDefaults({ $userStreamAcl: { $r: '$all' } }, wish)).toMatchObject({ state: 'other', before: { $r: '$all' } });
    expect(plannedDefaults({ $userStreamAcl: 'nonsense' }, wish).state).toBe('other');
  });
});
