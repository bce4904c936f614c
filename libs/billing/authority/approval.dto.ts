import { IdField, TextField } from '../validation/fields';

class DecidedApprovalBody {
  @IdField({ description: 'Approval; from the path.', example: '3f1c6a0b5d2e4c7788aa90b1c2d3e4f5', filledIn: true })
  readonly approvalId!: string;
}

export class GrantApprovalBody extends DecidedApprovalBody {
  @TextField({ description: 'Remark for the record.', example: 'agreed with the customer', optional: true, min: 1, max: 1000 })
  readonly remark?: string;
}

export class DenyApprovalBody extends DecidedApprovalBody {
  @TextField({ description: 'Why not.', example: 'the invoice was right', min: 1, max: 1000 })
  readonly reason!: string;
}
