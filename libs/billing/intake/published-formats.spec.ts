import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkMapping, parseExactJson, plainJson, prepareDocument, type ExactValue, type Mapping } from '.';

const recipes = join(__dirname, '../../../docs/recipes');

function exact(name: string): ExactValue {
  const read = parseExactJson(readFileSync(join(recipes, name), 'utf8'));
  if (!read.ok) throw new Error(`${name}: ${read.fault.message}`);
  return read.value;
}

function mappingOf(name: string): Mapping {
  const checked = checkMapping(plainJson(exact(name)));
  if (!checked.ok) throw new Error(`${name}: ${checked.refusal.message}`);
  return checked.mapping;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('published formats of other systems, as the commands they become', () => {
  it('a closed opportunity of Salesforce with its line items', () => {
    const prepared = prepareDocument(mappingOf('salesforce-mapping.json'), { value: exact('salesforce-opportunity.json') });
    expect(plain(prepared)).toEqual({
      state: 'ready',
      kind: 'sale',
      id: 'salesforce~0065g00000AbCdEAAV',
      body: {
        saleId: 'salesforce~0065g00000AbCdEAAV',
        customerId: 'salesforce~0015g00000XyZaBAAV',
        closedOn: '2024-03-15',
        currency: 'GBP',
        reference: 'Sample 200 stands',
        lines: [
          { lineId: '00k5g000004FgHiAAK', productCode: 'ST-1', description: 'Sample 200 stands Stand', quantity: '200.0', unitPrice: '51.5', taxRate: '20' },
          {
            lineId: '00k5g000004FgHjAAK', productCode: 'SET-UP', description: 'Set-up on site: Sample 200 stands Set-up', quantity: '0.5', unitPrice: '33.33',
            discountPercent: '10.0', taxRate: '20',
          },
        ],
      },
    });
  });

  it('a sales order of Business Central with its lines, without the comments between them', () => {
    const prepared = prepareDocument(mappingOf('business-central-mapping.json'), { value: exact('business-central-order.json') });
    expect(plain(prepared)).toEqual({
      state: 'ready',
      kind: 'sale',
      id: 'business-central~5d115c9c-44e3-ea11-bb43-000d3a2feca1',
      body: {
        saleId: 'business-central~5d115c9c-44e3-ea11-bb43-000d3a2feca1',
        customerId: '10000',
        billToCustomerId: '10000',
        closedOn: '2024-03-18',
        currency: 'GBP',
        reference: '101001 / PO 4711',
        documentDiscountAmount: '0',
        lines: [
          { lineId: '10000', productCode: '1896-S', description: 'Desk', quantity: '3', unitPrice: '1000.8', discountPercent: '0', taxRate: '20' },
          { lineId: '20000', productCode: '1908-S', description: 'Swivel chair, blue', quantity: '1', unitPrice: '134.56', discountPercent: '10.52319', taxRate: '20' },
        ],
      },
    });
  });
});
