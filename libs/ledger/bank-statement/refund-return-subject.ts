/** What the money of a refund that came back is called beside the bank: the refund itself is the money that went out. */
export const refundReturnSubject = (refundId: string): string => `${refundId}:returned`;
