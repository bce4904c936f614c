import { Injectable, type PipeTransform } from '@nestjs/common';
import { accountIdRemedy, accountIdRule, checkedBody, isAccountId, isCleanId } from '#billing';
import { bodyProblem, fieldProblem } from './problem';

/** Query parameters against a class, by the rules of bodies: unknown and repeated ones are refused. */
@Injectable()
export class CheckedPipe<Query extends object> implements PipeTransform<unknown, Query> {
  constructor(private readonly kind: new () => Query) {}

  transform(value: unknown): Query {
    const checked = checkedBody(this.kind, { ...(value as object) });
    if (!checked.ok) {
      throw bodyProblem(checked.problems);
    }
    return checked.body;
  }
}

/** An id in the path. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  constructor(private readonly field: string) {}

  transform(value: string): string {
    const id = value.normalize('NFC');
    if (!isCleanId(id, 200)) {
      throw fieldProblem(422, 'REQUEST.INVALID', {
        field: this.field,
        rule: 'an id: 1 to 200 visible characters, no white space around it, no control or invisible characters',
        remedy: 'Send the id as it was answered, percent-encoded.',
      });
    }
    return id;
  }
}

/** A debtor account in the path. */
@Injectable()
export class AccountIdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    const id = value.normalize('NFC');
    if (!isAccountId(id)) {
      throw fieldProblem(422, 'REQUEST.INVALID', { field: 'accountId', value: value.slice(0, 80), rule: accountIdRule, remedy: accountIdRemedy });
    }
    return id;
  }
}
