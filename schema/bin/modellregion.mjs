#!/usr/bin/env node
// This file must run on Node versions that are too old for the rest, to say so in one sentence: hence no static
// import, and no syntax that is younger than import() itself.
var needed = [20, 19];
var found = process.versions.node.split('.').map(Number);

if (found[0] < needed[0] || (found[0] === needed[0] && found[1] < needed[1])) {
  console.error(
    'modellregion needs Node ' +
      needed.join('.') +
      ' or newer and this is Node ' +
      process.versions.node +
      ': install Node 24, then run npm install again.',
  );
  process.exitCode = 1;
} else {
  import('./cli/main.mjs')
    .then(function (cli) {
      return cli.main(process.argv.slice(2));
    })
    .catch(function (error) {
      console.error('modellregion could not run: ' + (error && error.message ? error.message : error));
      process.exitCode = 2;
    });
}
