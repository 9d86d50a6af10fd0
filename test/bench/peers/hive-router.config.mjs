// Hive Gateway with the planner of its Rust router.
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';

export const gatewayConfig = { logging: 'error', unifiedGraphHandler };
