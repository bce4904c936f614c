import type { StatementLineDraft } from '../bank-statement';
import { cleanText, plainAccount, presentFields } from '../clean-text';
import type { XmlElement } from '../xml/xml-element';

type Side = 'Dbtr' | 'Cdtr';
export type OtherSide = Omit<StatementLineDraft['personal'], 'text'>;

/** Later versions put the party one element deeper. */
const nameOf = (parties: XmlElement | undefined, party: string): string | undefined =>
  cleanText(parties?.text(party, 'Nm') ?? parties?.text(party, 'Pty', 'Nm'));

function sideOf(details: XmlElement, side: Side): OtherSide {
  const parties = details.find('RltdPties');
  const agent = details.find('RltdAgts', `${side}Agt`, 'FinInstnId');
  return presentFields({
    name: nameOf(parties, side) ?? nameOf(parties, `Ultmt${side}`),
    iban: plainAccount(parties?.text(`${side}Acct`, 'Id', 'IBAN')),
    accountNumber: plainAccount(parties?.text(`${side}Acct`, 'Id', 'Othr', 'Id')),
    bic: plainAccount(agent?.text('BICFI') ?? agent?.text('BIC')),
    bankName: cleanText(agent?.text('Nm')),
  });
}

/**
 * Who paid us or was paid. An entry that takes another back keeps the roles of that one, so there the other role is
 * looked at first; a side that is our own account is nobody else.
 */
export function otherSide(details: XmlElement, direction: { readonly isCredit: boolean; readonly takesBack: boolean }, ownAccount: string): OtherSide {
  const paysUs: Side = direction.isCredit === direction.takesBack ? 'Cdtr' : 'Dbtr';
  const sides: readonly Side[] = direction.takesBack ? [paysUs, paysUs === 'Dbtr' ? 'Cdtr' : 'Dbtr'] : [paysUs];
  const found = sides.map((side) => sideOf(details, side)).filter(({ iban, accountNumber }) => iban !== ownAccount && accountNumber !== ownAccount);
  return found.find((side) => Object.keys(side).length > 0) ?? {};
}
