export { certificateFault } from './certificate-fault.js';
export {
  configFault,
  configOk,
  configWarning,
  formatConfigReport,
  type ConfigFinding,
} from './config-report.js';
export { GATEWAY_NODE_FLAGS } from './gateway-flags.js';
export { isLoopbackHost, listenerFindings } from './listener-findings.js';
export { fileFault } from './private-file.js';
export { withProxyNames } from './proxy-names.js';
export {
  authorityFindings,
  readAuthorities,
  readTlsFiles,
  TlsFileError,
  tlsFilesOf,
  type TlsFiles,
  type TlsMaterial,
} from './tls-files.js';
export { tlsServerFactory, type ListenerLimits } from './tls-server.js';
