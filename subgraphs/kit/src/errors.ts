import { errorText, type ErrorCode, type ErrorParams, type InputFormat } from '@modellregion/schema';
import { GraphQLError } from 'graphql';

/**
 * An error whose text the caller may read: a code of the catalogue and small checked facts. The sentence is the
 * catalogue's, here as at the gateway. Everything else that is thrown in a subgraph is an internal fault: it is
 * logged and leaves the house without its text.
 */
export class ClientError extends GraphQLError {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, params: ErrorParams = {}) {
    super(errorText(code, params), { extensions: { code, ...params } });
    this.code = code;
  }
}

/**
 * An argument has the wrong form.
 *
 * @param params.argument name of the argument as the schema has it
 * @param params.format what it must look like; the sentence comes from the contract's `INPUT_FORMATS`
 */
export function badUserInput(params: {
  readonly argument: string;
  readonly format: InputFormat;
}): ClientError {
  return new ClientError('BAD_USER_INPUT', params);
}
