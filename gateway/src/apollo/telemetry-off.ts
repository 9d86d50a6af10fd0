/**
 * @apollo/gateway 2.14 reports to its maker every hour unless this is set. The region tells nobody anything;
 * imported first, and set whatever the environment says.
 */
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
