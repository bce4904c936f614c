export interface DraftAnswer {
  readonly draftId: string;
  readonly kind: 'draft' | 'pro-forma';
  readonly state: 'draft' | 'approved' | 'issued' | 'discarded';
  /** Revision of its content: what an approval is for. */
  readonly contentRevision: number;
  readonly currency: string;
  /** What it comes to by the entity's rules of the moment. */
  readonly gross: string;
}
