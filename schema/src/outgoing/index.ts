export { openWay, type Bounds, type OpenWay, type Proxies, type Trust } from './open-way.js';
