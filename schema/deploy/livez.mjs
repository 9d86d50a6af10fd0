// The container's health check: exit code 0 when the part that runs here answers /livez, else 1.
import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';

const secure = Boolean(process.env.MODELLREGION_TLS_CERT_FILE);
const get = secure ? getSecure : getPlain;
const options = {
  host: '127.0.0.1',
  port: process.env.PORT,
  path: '/livez',
  timeout: 2000,
  // It asks itself: the certificate is for the name that others call it by.
  rejectUnauthorized: false,
};
const request = get(options, ({ statusCode }) => {
  process.exit(statusCode === 200 ? 0 : 1);
});
request.on('timeout', () => process.exit(1));
request.on('error', () => process.exit(1));
