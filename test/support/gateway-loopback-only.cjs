'use strict';
// Preloaded into a gateway process: every connection and every name lookup that leaves this machine is written
// to file descriptor 2 as "OUTGOING <target>" and refused.
const dns = require('node:dns');
const net = require('node:net');
const process = require('node:process');
const dgram = require('node:dgram');

const LOOPBACK = /^(127\.|::1$|localhost$|::ffff:127\.)/;

function check(target) {
  if (target === undefined || LOOPBACK.test(target)) return;
  process.stderr.write(`OUTGOING ${target}\n`);
  throw new Error(`outgoing connection to ${target}`);
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null && first.path === undefined)
    check(first.host ?? 'localhost');
  if (typeof first === 'number') check(typeof args[1] === 'string' ? args[1] : 'localhost');
  return connect.apply(this, args);
};

for (const api of [dns, dns.promises]) {
  for (const name of Object.keys(api)) {
    if (!/^(lookup|resolve|reverse)/.test(name) || typeof api[name] !== 'function') continue;
    const original = api[name];
    api[name] = function (host, ...rest) {
      check(typeof host === 'string' ? host : undefined);
      return original.call(this, host, ...rest);
    };
  }
}

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...args) {
  check(args.find((it) => typeof it === 'string' && /\./.test(it)));
  return send.apply(this, args);
};
