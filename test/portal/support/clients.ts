import type { ApolloClient, NormalizedCacheObject, TypedDocumentNode } from '@apollo/client';
import type { Client } from '@urql/core';
import type { Workshop } from './portal-workshop.js';

type Variables = Readonly<Record<string, unknown>>;

/** A client with the cache as schema/README.md sets it up. */
export interface PortalClient {
  /** Sends a query that has types, by its name; any error is thrown. */
  readonly ask: (query: string, variables: Variables) => Promise<object>;
  /** Reads the answer from the cache; throws when it is not complete. */
  readonly fromCache: (query: string, variables: Variables) => Promise<object>;
}

type Make<T> = (url: string, headers: Record<string, string>) => T;
type Documents = Readonly<Record<string, TypedDocumentNode<object, Variables>>>;

async function load(portal: Workshop): Promise<(query: string) => TypedDocumentNode<object, Variables>> {
  const documents = (await portal.load('gql/graphql.ts')) as Documents;
  return (query) => {
    const document = documents[`${query}Document`];
    if (document === undefined) throw new Error(`${query} was not generated`);
    return document;
  };
}

/** Apollo Client, which tells what its cache holds. */
export async function openApollo(
  portal: Workshop,
  url: string,
  token: string,
): Promise<PortalClient & { readonly records: () => NormalizedCacheObject }> {
  const { apolloClient } = (await portal.load('apollo.ts')) as { apolloClient: Make<ApolloClient> };
  const client = apolloClient(url, { authorization: `Bearer ${token}` });
  const documentOf = await load(portal);
  return {
    ask: async (query, variables) => {
      const { data } = await client.query({
        query: documentOf(query),
        variables,
        fetchPolicy: 'network-only',
      });
      if (data === undefined) throw new Error(`${query}: no answer`);
      return data;
    },
    fromCache: (query, variables) => {
      const read = { query: documentOf(query), variables, optimistic: false, returnPartialData: true };
      const { result, complete, missing } = client.cache.diff(read);
      if (!complete) return Promise.reject(new Error(`${query}: ${missing?.message ?? 'incomplete'}`));
      return Promise.resolve(result);
    },
    records: () => client.cache.extract() as NormalizedCacheObject,
  };
}

/** urql with its cache Graphcache. */
export async function openUrql(portal: Workshop, url: string, token: string): Promise<PortalClient> {
  const { urqlClient } = (await portal.load('urql.ts')) as { urqlClient: Make<Client> };
  const client = urqlClient(url, { authorization: `Bearer ${token}` });
  const documentOf = await load(portal);
  const run =
    (requestPolicy: 'network-only' | 'cache-only') =>
    async (query: string, variables: Variables): Promise<object> => {
      const { data, error } = await client.query(documentOf(query), variables, { requestPolicy }).toPromise();
      if (error !== undefined) throw error;
      if (data == null) throw new Error(`${query}: incomplete`);
      return data;
    };
  return { ask: run('network-only'), fromCache: run('cache-only') };
}
