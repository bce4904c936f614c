import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigureEntity, openLedger, RegisterCustomer, type Ledger } from '#billing';
import { accepted, contextOf } from '../command-runner';
import { ownEvents } from '../log/own-events';
import { SendCommand } from './send.command';

const recipes = join(__dirname, '../../../docs/recipes');
const salesforce = join(recipes, 'salesforce-mapping.json');
const opportunity = readFileSync(join(recipes, 'salesforce-opportunity.json'), 'utf8');
const entity = {
  entityId: 'DE', name: 'Sample', country: 'DE', timeZone: 'Europe/Berlin', baseCurrency: 'GBP', rounding: { basis: 'tax-rate' as const, mode: 'half-up' as const },
  agingBuckets: [30], defaultTerms: { netDays: 30 },
  series: [
    { seriesId: 'DE-INV', kind: 'invoice' as const, prefix: 'INV-', firstNumber: 1, digits: 6 },
    { seriesId: 'DE-CN', kind: 'credit-note' as const, prefix: 'CN-', firstNumber: 1, digits: 6 },
  ],
};

let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-send-'));
  await onLedger(async (ledger) => {
    await accepted(ledger, () => new ConfigureEntity(entity, contextOf('test', 'test', 'entity')));
    for (const customerId of ['salesforce~0015g00000XyZaBAAV', '10000', 'K1']) {
      await accepted(ledger, () => new RegisterCustomer({ customerId, kind: 'business', country: 'DE' }, contextOf('test', 'test', customerId)));
    }
  });
});
afterEach(() => rmSync(folder, { recursive: true }));

async function onLedger<Value>(use: (ledger: Ledger) => Promise<Value>): Promise<Value> {
  const ledger = await openLedger({ dataFolder: join(folder, 'data'), followLog: false });
  try {
    return await use(ledger);
  } finally {
    await ledger.close();
  }
}

/** What the command prints, standard output and error in one. */
async function send(input: string, options: { readonly mapping?: string; readonly [name: string]: unknown } = {}): Promise<string> {
  let printed = '';
  const print = (text = ''): void => {
    printed += `${text}\n`;
  };
  const command = new SendCommand();
  Object.assign(command, { terminal: { print, note: print, style: { width: 100, colour: false } } });
  const runnable = command as unknown as { execute(args: readonly string[], options: object): Promise<void> };
  await runnable.execute([input], { data: join(folder, 'data'), mapping: salesforce, ...options }).catch((error: Error) => print(error.message));
  return printed;
}

function file(name: string, content: string | object): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const facts = (type: string): Promise<Readonly<Record<string, unknown>>[]> =>
  onLedger(async (ledger) => {
    const found: Readonly<Record<string, unknown>>[] = [];
    for await (const { fact } of ownEvents(ledger)) if (fact.type === type) found.push(fact.data);
    return found;
  });

describe('daybook send', () => {
  it('sends a document of a CRM, and sending it again changes nothing', async () => {
    const path = join(recipes, 'salesforce-opportunity.json');
    expect(await send(path)).toContain('1 taken, 0 repeated, 0 not for us, 0 refused.');
    expect(await send(path)).toContain('0 taken, 1 repeated, 0 not for us, 0 refused.');
    expect(await facts('InvoiceIssued')).toMatchObject([{ saleIds: ['salesforce~0065g00000AbCdEAAV'], totals: { net: '10315.00', tax: '2063.00', gross: '12378.00' } }]);
  });

  it('tells each line of JSON Lines for itself, and goes on after one that cannot be read', async () => {
    const one = (id: string, stage = 'Closed Won'): string => JSON.stringify({ ...(JSON.parse(opportunity) as object), Id: id, StageName: stage });
    const path = file('won.jsonl', `\ufeff${one('A')}\n{"Id": 1, "Id": 2}\n\n${one('B', 'Prospecting')}\n${one('C').replace('"Quantity":200', '"Quantity":"many"')}\n${one('D')}`);
    const printed = await send(path);
    expect(printed).toContain('2 taken, 0 repeated, 1 not for us, 2 refused.');
    expect(printed).toContain('2: JSON.DUPLICATE_KEY');
    expect(printed).toContain('5: INTAKE.VALUE_UNREADABLE at /OpportunityLineItems/records/0/Quantity, lines[0].quantity: "many" cannot be read: it is no number');
  });

  it('shows what it would send without opening the ledger, every fault with its place', async () => {
    const path = file('two.json', `[${opportunity}, ${opportunity.replace('"AccountId": "0015g00000XyZaBAAV"', '"AccountId": ""').replace('"CloseDate": "2024-03-15"', '"CloseDate": "15.3.24"')}]`);
    const printed = (await send(path, { dryRun: true, data: join(folder, 'nowhere') })).split('\n');
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ line: 1, state: 'ready', kind: 'sale', body: { lines: [{ quantity: '200.0' }, { quantity: '0.5' }] } });
    const { line, faults } = JSON.parse(printed[1] ?? '') as { readonly line: number; readonly faults: readonly { readonly path: string }[] };
    expect([line, faults.map(({ path: at }) => at)]).toEqual([2, ['/AccountId', '/CloseDate']]);
    expect(printed[2]).toContain('1 documents are refused');
  });
});

describe('daybook send of a CSV file', () => {
  const mapping = {
    format: 1, kind: 'sale', source: { system: 'shop', id: { path: '/Beleg' } }, returns: 'negative-quantities', csv: { separator: ';', groupBy: ['Beleg'] },
    fields: { customerId: { path: '/Kunde' }, closedOn: { path: '/Datum', dateFormat: 'DD.MM.YYYY' }, currency: { constant: 'GBP' } },
    lines: {
      each: '/rows[]',
      fields: {
        description: { path: '/Text' }, quantity: { path: '/Menge', decimal: ',' }, unitPrice: { path: '/Preis', decimal: ',', thousands: '.' },
        taxRate: { path: '/USt', table: { voll: '19', halb: '7' } },
      },
    },
  };

  const header = 'Beleg;Kunde;Datum;Text;Menge;Preis;USt';

  it('reads semicolons, decimal commas, a byte order mark and rows of one document wherever they stand; a minus takes goods back', async () => {
    const rows = [
      'R1;K1;01.03.2024;"=HYPERLINK(""x"")";2;1.234,56;voll', 'R2;K1;02.03.2024;Brot;1;2,10;halb', 'R1;K1;01.03.2024;Rest;0,5;10,00;halb', 'R3;K1;03.03.2024;Brot;-1;2,10;halb',
    ];
    const path = file('shop.csv', `\ufeff${[header, ...rows].join('\r\n')}\r\n`);
    expect(await send(path, { mapping: file('shop.json', mapping) })).toContain('3 taken, 0 repeated, 0 not for us, 0 refused.');
    const [first, second] = await facts('SaleClosed');
    expect(first).toMatchObject({ saleId: 'shop~R1', closedOn: '2024-03-01', lines: [{ description: '=HYPERLINK("x")', quantity: '2', unitPrice: '1234.56', taxRate: '19' }, { quantity: '0.5' }] });
    expect(second).toMatchObject({ saleId: 'shop~R2', lines: [{ unitPrice: '2.10', taxRate: '7' }] });
    expect(await facts('CreditNoteIssued')).toMatchObject([{ totals: { gross: '2.25' } }]);
  });

  it('holds a document back whole when one of its rows is wrong or says otherwise', async () => {
    const rows = [
      'R1;K1;01.03.2024;a;1;1,00;voll', 'R1;K1;02.03.2024;b;1;1,00;voll', 'R2;K1;01.03.2024;a;1;1,00;voll', 'R2;K1;01.03.2024;b', 'R3;K1;01.03.2024;a;=1+1;1,00;voll',
      'R4;K1;01.03.2024;a;1;1.00;voll', 'R5;K1;01.03.2024;a;1;1,00;halb', '',
    ];
    const printed = await send(file('shop.csv', [header, ...rows].join('\n')), { mapping: file('shop.json', mapping) });
    expect(printed).toContain('1 taken, 0 repeated, 0 not for us, 4 refused.');
    expect(printed).toContain('2: INTAKE.ROW at /Datum: line 3 says otherwise');
    expect(printed).toContain('4: INTAKE.ROW: line 5 has 4 cells');
    expect(printed).toContain('6: INTAKE.VALUE_UNREADABLE at /rows/0/Menge, lines[0].quantity: "=1+1" cannot be read: it is no number');
    expect(printed).toContain('7: INTAKE.VALUE_UNREADABLE at /rows/0/Preis');
  });
});

describe('daybook send of customers', () => {
  it('registers them from a CSV file, passes by what it knows, and a newer file changes them', async () => {
    const mapping = join(recipes, 'crm-customers-mapping.json');
    const path = join(recipes, 'crm-customers.csv');
    expect(await send(path, { mapping })).toContain('2 taken, 0 repeated, 0 not for us, 0 refused.');
    expect(await send(path, { mapping })).toContain('0 taken, 2 repeated, 0 not for us, 0 refused.');
    const newer = readFileSync(path, 'utf8').replace('Leeds,GB,,2024-02-11', 'York,GB,,2024-03-11').replace('2024-03-01T08', '2024-02-01T08');
    expect(await send(file('newer.csv', newer), { mapping })).toContain('1 taken, 0 repeated, 1 stale, 0 not for us, 0 refused.');
    expect((await facts('CustomerSynchronised')).map(({ outcome }) => outcome)).toEqual(['changed', 'registered', 'stale', 'changed']);
    expect(await facts('ContactChanged')).toMatchObject([
      { personal: { name: 'Sample Events GmbH', street: 'Marktgasse 2 Hof 3', taxId: 'DE136695976' } }, { personal: { city: 'York' } },
    ]);
  });
});
