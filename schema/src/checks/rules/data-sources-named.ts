import { OperationTypeNode } from 'graphql';
import { rootFieldsOf } from '../contract-fields.js';
import type { Problem, Rule } from '../rule.js';

/** A subgraph that names data sources lists them all under `<name>DataSources`. */
export const dataSourcesNamed: Rule = {
  name: 'data-sources-named',
  why: 'Licences want their sources named; a portal finds those of all subgraphs because the fields have one pattern.',
  find: ({ contracts }) =>
    contracts.flatMap((contract): readonly Problem[] => {
      const name = `${contract.entry.name}DataSources`;
      const listing = rootFieldsOf(contract, OperationTypeNode.QUERY).filter(
        (field) => field.shape.name === 'DataSource',
      );
      const fix = `Write ${name}: [DataSource!]`;
      const misnamed = listing
        .filter((field) => field.name !== name || field.shape.text !== '[DataSource!]')
        .map((field) => {
          const problem = `${field.coordinate}: ${field.shape.text} lists data sources.`;
          return { contract, node: field.node, problem, fix: `${fix}.` };
        });
      const type = contract.types.get('DataSource');
      if (type === undefined || listing.length > 0) return misnamed;
      const problem = `${contract.entry.name} has DataSource and no root field that lists its data sources.`;
      return [{ contract, node: type.nodes[0], problem, fix: `${fix} in type Query.` }];
    }),
};
