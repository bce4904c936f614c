import { eachLeaf, GrowingTree } from '#audit';
import { ReadModels } from '../runner/read-models';
import type { ReadStore } from '../store/read-store';
import { chance } from '../testing/chance';
import { RandomHistory } from '../testing/random-history';
import { TestLedger } from '../testing/test-ledger';
import { tellWhenPostgresIsSkipped, testReadStores } from '../testing/test-read-stores';
import type { Provenance, Question, ReportAnswer, StatementQuestion } from './question';
import { productVersion } from './product-version';
import { reports, type Reports } from './reports';

/** Every report there is; a new one is asked without being named here. */
const namesOf = (asked: Reports) => (Object.keys(asked) as (keyof Reports)[]).filter((name) => name !== 'journalLines');

describe.each([...testReadStores])('provenance of reports on $name', ({ open }) => {
  let ledger: TestLedger;
  let store: ReadStore;
  let size: number;
  let end: () => Promise<void>;

  beforeAll(async () => {
    ledger = await TestLedger.open();
    await ledger.append(new RandomHistory(911).grow(300).events);
    size = (await ledger.facts()).length;
    const database = await open(ledger.folder);
    store = database.store;
    const models = new ReadModels(store, ledger.source);
    await models.catchUp();
    end = async () => {
      await models.stop();
      await store.close();
      await database.drop();
      await ledger.close();
    };
  });
  afterAll(() => end());

  /** A statement is of one account: any that owes. */
  async function accountOf(): Promise<Pick<StatementQuestion, 'entityId' | 'customerId'>> {
    const { sections } = (await reports(store).receivables({ asOf: '2025-01-01' })).body;
    return sections.flatMap(({ entityId, accounts }) => accounts.map(({ customerId }) => ({ entityId, customerId })))[0]!;
  }

  async function ask(name: keyof Reports, question: Question): Promise<ReportAnswer<unknown>> {
    const asked = reports(store) as unknown as Record<keyof Reports, (question: Question) => Promise<ReportAnswer<unknown>>>;
    return asked[name](name === 'statement' ? { ...question, ...(await accountOf()) } : question);
  }

  async function rootAt(facts: number): Promise<string> {
    const tree = new GrowingTree();
    await eachLeaf(ledger.source, facts, (leaf) => tree.append(leaf));
    return tree.root().toString('hex');
  }

  it('says of every report: question, sequence, chain head, program, rows and control totals', async () => {
    const knownAt = size - 40;
    const chainHead = await rootAt(knownAt);
    const withTotals: string[] = [];
    for (const name of namesOf(reports(store))) {
      const question: Question = { asOf: '2024-08-31', knownAt: { sequence: knownAt }, basis: 'posting' };
      const { body, provenance } = await ask(name, question);
      expect([name, provenance]).toEqual([name, {
        ...provenance, asOf: '2024-08-31', knownAt, settled: true, basis: 'posting', chainHead, codeVersion: productVersion,
        parameters: expect.objectContaining({ asOf: '2024-08-31', basis: 'posting', knownAt }),
        rowCount: expect.any(Number), controlTotals: expect.any(Object),
      } satisfies Record<keyof Provenance, unknown>]);
      expect(JSON.stringify(body)).not.toContain(chainHead);
      if (Object.keys(provenance.controlTotals).length > 0) withTotals.push(name);
      // Asked again with what the answer says it was asked with, nothing differs, provenance included.
      const { entityId, customerId } = provenance.parameters as Partial<StatementQuestion>;
      const again = await ask(name, { ...question, ...(entityId === undefined ? {} : { entityId }), ...(customerId === undefined ? {} : { customerId }) });
      expect(JSON.stringify(again)).toBe(JSON.stringify({ ...again, body, provenance }));
    }
    // The history at hand knows no contracts, targets, scores or bank statements: those reports are empty, so nothing is summed.
    const empty = [
      'contractBalances',
      'recurringRevenue',
      'salesTargets',
      'satisfaction',
      'reconciliation',
      'reminderEffectiveness',
      'salesForecast',
      'expectedCash',
      'orderToCash',
      'invoiceAccuracy',
    ];
    expect(withTotals).toEqual(expect.arrayContaining(namesOf(reports(store)).filter((name) => !empty.includes(name))));
  });

  it('gives control totals that tie to the trial balance, on any day, basis and knowledge', async () => {
    const below = chance(5);
    for (let round = 0; round < 8; round += 1) {
      const question: Question = { asOf: `2024-0${1 + below(9)}-15`, knownAt: { sequence: below(size + 1) }, basis: below(2) === 0 ? 'effective' : 'posting' };
      const { provenance: { controlTotals: balances } } = await ask('trialBalance', question);
      const { provenance: { controlTotals: lines } } = await ask('generalLedger', question);
      expect({ question, lines }).toEqual({ question, lines: balances });
      for (const name of ['receivables', 'aging', 'tieOut'] as const) {
        const { controlTotals } = (await ask(name, question)).provenance;
        const open = Object.entries(controlTotals).filter(([total]) => total.startsWith('receivables '));
        for (const [total, amount] of open) expect({ question, name, total, amount }).toEqual({ question, name, total, amount: balances[total] ?? amount.replace(/\d/g, '0') });
      }
    }
  });
});

tellWhenPostgresIsSkipped();
