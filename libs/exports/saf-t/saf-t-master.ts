import { accountParts } from '#ledger';
import { byText, type AccountSums, type JournalSurvey } from '../journal/journal-survey';
import { element } from '../xml/xml-text';
import type { SafTFrame, SafTParty } from './saf-t-file';
import { groupingOf, shortId, standardTaxCode } from './saf-t-words';

export type Written = (minor: bigint) => string;

const text = (name: string, value: string | undefined, length: number): string => element(name, (value ?? '').trim().slice(0, length));

function address({ street, city, postalCode, country }: SafTParty): string {
  return `<Address>${text('StreetName', street, 256)}${text('City', city, 256)}${text('PostalCode', postalCode, 70)}${element('Country', country)}</Address>`;
}

const taxRegistration = ({ taxId }: SafTParty): string =>
  taxId === undefined || taxId === '' ? '' : `<TaxRegistration>${text('TaxRegistrationNumber', taxId, 35)}</TaxRegistration>`;

export function header(frame: SafTFrame): string {
  const { company, from, to, baseCurrency, createdOn, softwareVersion } = frame;
  const contact =
    '<Contact><ContactPerson><FirstName>NotUsed</FirstName>' + `${text('LastName', company.name, 70)}</ContactPerson>` +
    `${text('Telephone', company.phone, 18)}${text('Email', company.email, 70)}</Contact>`;
  return (
    '<Header><AuditFileVersion>1.30</AuditFileVersion>' + element('AuditFileCountry', company.country) + element('AuditFileDateCreated', createdOn) +
    '<SoftwareCompanyName>Daybook</SoftwareCompanyName><SoftwareID>Daybook</SoftwareID>' + text('SoftwareVersion', softwareVersion, 18) +
    `<Company>${text('RegistrationNumber', company.registration, 35)}${text('Name', company.name, 256)}${address(company)}${contact}${taxRegistration(company)}</Company>` +
    element('DefaultCurrencyCode', baseCurrency) +
    `<SelectionCriteria><SelectionStartDate>${from}</SelectionStartDate><SelectionEndDate>${to}</SelectionEndDate></SelectionCriteria>` +
    '<TaxAccountingBasis>A</TaxAccountingBasis></Header>\n'
  );
}

/** `<OpeningDebitBalance>` or `<OpeningCreditBalance>`: the sign is in the name. */
const balance = (when: 'Opening' | 'Closing', minor: bigint, written: Written): string =>
  minor < 0n ? element(`${when}CreditBalance`, written(-minor)) : element(`${when}DebitBalance`, written(minor));

export function* generalLedgerAccounts(survey: JournalSurvey, written: Written): Generator<string> {
  if (survey.accounts.size === 0) {
    return;
  }
  yield '<GeneralLedgerAccounts>\n';
  for (const account of sorted(survey.accounts)) yield accountText(account, written);
  yield '</GeneralLedgerAccounts>\n';
}

function accountText({ code, name, role, opening, debit, credit }: AccountSums, written: Written): string {
  const { category, code: groupingCode } = groupingOf(role);
  return (
    `<Account>${element('AccountID', code)}${text('AccountDescription', name === '' ? code : name, 256)}${element('GroupingCategory', category)}` +
    `${element('GroupingCode', groupingCode)}<AccountType>GL</AccountType>${balance('Opening', opening, written)}${balance('Closing', opening + debit - credit, written)}</Account>\n`
  );
}

export function* customers(frame: SafTFrame, survey: JournalSurvey, written: Written): Generator<string> {
  if (survey.debtors.size === 0) {
    return;
  }
  yield '<Customers>\n';
  for (const [accountId, sums] of [...survey.debtors].sort(([left], [right]) => byText(left, right))) {
    const { customerId } = accountParts(accountId);
    const party = frame.customerOf(customerId);
    const balances = [...sums].sort(([left], [right]) => byText(left, right)).map(([code, { opening, closing }]) =>
      `<BalanceAccount>${element('AccountID', code)}${balance('Opening', opening, written)}${balance('Closing', closing, written)}</BalanceAccount>`);
    yield `<Customer>${text('Name', party?.name === undefined || party.name === '' ? customerId : party.name, 256)}${party === undefined ? '' : address(party) + taxRegistration(party)}` +
      `${element('CustomerID', shortId(customerId, 35))}${balances.join('')}</Customer>\n`;
  }
  yield '</Customers>\n';
}

export function taxTable({ company }: SafTFrame, survey: JournalSurvey): string {
  const details = [...survey.taxCodes].sort(byText).map((taxCode) => {
    const [category = '', rate = ''] = taxCode.split(':');
    return (
      `<TaxCodeDetails>${element('TaxCode', taxCode)}${element('Description', `${category} ${rate} %`)}${element('TaxPercentage', rate)}` +
      `${element('Country', company.country)}<StandardTaxCode>${standardTaxCode(category, rate, company.country)}</StandardTaxCode><BaseRate>100</BaseRate></TaxCodeDetails>`
    );
  });
  return details.length === 0
    ? ''
    : `<TaxTable><TaxTableEntry><TaxType>MVA</TaxType><Description>Merverdiavgift</Description>${details.join('\n')}</TaxTableEntry></TaxTable>\n`;
}

const sorted = (accounts: ReadonlyMap<string, AccountSums>): AccountSums[] => [...accounts.values()].sort((left, right) => byText(left.code, right.code));
