import { ChoiceField, CodeField, CountryField, IdField, PartField, TextField } from '../validation/fields';
import { PersonalBody } from './customer.dto';

/** What names a record of another system, and which state of it this is. */
export class RecordSourceBody {
  @CodeField({ description: 'Your name for the system.', example: 'crm' })
  readonly system!: string;

  @IdField({ description: 'The customer’s id there.', example: 'A-17850', max: 200 })
  readonly id!: string;

  @TextField({ description: 'Grows with each change there: a whole number, or a moment.', example: '2010-12-02T10:00:00Z', min: 1, max: 64 })
  readonly version!: string;
}

/** The whole contact as another system has it: a field left out is gone. */
export class SyncCustomerBody {
  @IdField({ description: 'Customer; from the path.', example: '17850', filledIn: true })
  readonly customerId!: string;

  @ChoiceField(['business', 'person'], { description: 'It never changes.', example: 'business' })
  readonly kind!: 'business' | 'person';

  @CountryField({ description: 'Country.' })
  readonly country!: string;

  @PartField(() => PersonalBody, { description: 'Who it is.' })
  readonly personal!: PersonalBody;

  @PartField(() => RecordSourceBody, { description: 'Where it comes from.' })
  readonly source!: RecordSourceBody;
}
