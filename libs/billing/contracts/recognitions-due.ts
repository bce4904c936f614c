import { contractEndsOn, termsOn, type ContractState, type RecogniseRevenue } from '#ledger';

export type DueRecognition = Pick<RecogniseRevenue, 'itemId' | 'cause' | 'recognisedOn'> & { readonly cause: 'accrual' | 'breakage' };

/** What is looked at for each item of a contract: its work through the day, and its prepaid units if they expired by then. */
export function recognitionsDue(state: ContractState, through: string): DueRecognition[] {
  const endsOn = contractEndsOn(state);
  const last = endsOn !== null && endsOn < through ? endsOn : through;
  return [...state.items.values()].flatMap((sold): DueRecognition[] => {
    const { itemId } = sold;
    const expiresOn = termsOn(sold, last)?.fixedFee?.prepaid?.expiresOn;
    const expired = expiresOn !== undefined && expiresOn <= through;
    return [
      { itemId, cause: 'accrual', recognisedOn: through },
      ...(expired ? [{ itemId, cause: 'breakage' as const, recognisedOn: expiresOn }] : []),
    ];
  });
}
