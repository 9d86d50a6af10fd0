// A gateway with a registry of the test's own, as a process of its own: what kills it does not kill the test.
import { createGateway, createLogger, readConfig } from '@modellregion/gateway';

const { argv, registry } = JSON.parse(process.env.GATEWAY_UNDER_TEST);
const config = readConfig(argv, process.env);
const log = createLogger('silent');
const gateway = await createGateway({ ...config, drainMs: 0 }, { registry, log });
process.send({ url: gateway.url });
process.on('disconnect', () => process.exit(0));
