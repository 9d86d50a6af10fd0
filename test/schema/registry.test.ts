import { describe, expect, test } from '@jest/globals';
import { describeOperator, loadRegistry, RegistryError } from '../../schema/src/registry/index.js';
import { folderWith, registryFile } from './support.js';

function faultsOf(files: Readonly<Record<string, string>>): string {
  const root = folderWith(files);
  try {
    loadRegistry(`${root}/schema/registry`, root);
  } catch (error) {
    if (error instanceof RegistryError) return error.message.replaceAll(root, '');
    throw error;
  }
  return 'no fault';
}

describe('a registry', () => {
  test("the region's own has its entries by name, frozen, with paths and defaults filled in", () => {
    const registry = loadRegistry();
    expect(
      registry.map((entry) => [entry.name, describeOperator(entry), entry.deadlineMs, entry.url]),
    ).toEqual(
      expect.arrayContaining([
        ['mobility', 'Kreis Paderborn', 3000, 'http://127.0.0.1:4003/graphql'],
        ['residents', 'Stadt Paderborn', 3000, 'http://127.0.0.1:4001/graphql'],
      ]),
    );
    expect(registry.map((entry) => entry.name)).toEqual(registry.map((entry) => entry.name).sort());
    expect(registry.every((entry) => Object.isFrozen(entry) && Object.isFrozen(entry.operator.contact))).toBe(
      true,
    );
  });

  test('tells all faults of all files at once, each with file, line, field and what to write', () => {
    const files = {
      'schema/registry/energy.yaml': `name: kit
operator:
  name: Stadt Delbrück
  ags: 5774020
  districtKey: '05774'
  contact: { email: nobody }
url: ftp://127.0.0.1/graphql
sdl: ../outside.graphql
dataClasses: [SECRET]
theme: TRAM
owns: [Meter, meter]
deadlineMs: 5
keys: [{ kid: a b, x25519: short }]
dedline: 3000
`,
      'schema/registry/broken.yaml': 'name: broken\n  url: [\n',
      'schema/registry/empty.yaml': '',
    };
    expect(faultsOf(files)).toMatchInlineSnapshot(`
     "The registry has 17 faults:
       schema/registry/broken.yaml:1:7 is no YAML: Nested mappings are not allowed in compact mappings
       schema/registry/broken.yaml:1:7 is no YAML: Implicit keys need to be on a single line
       schema/registry/broken.yaml:3:1 is no YAML: Flow sequence in block collection must be sufficiently indented and end with a ]
       schema/registry/empty.yaml:1:1 write name, operator, url, sdl, dataClasses and owns
       schema/registry/energy.yaml:1:1 name: choose another name: gateway, kit, registry, shared are reserved
       schema/registry/energy.yaml:4:3 operator.ags: put the number in quotes, or YAML drops its leading zero
       schema/registry/energy.yaml:6:3 operator.contact.office: write the office that answers for the subgraph
       schema/registry/energy.yaml:6:14 operator.contact.email: write an e-mail address
       schema/registry/energy.yaml:7:1 url: write an http or https URL without user, query and fragment, such as http://127.0.0.1:4001/graphql
       schema/registry/energy.yaml:8:1 sdl: write a path inside the repository that ends in .graphql
       schema/registry/energy.yaml:9:15 dataClasses.0: write one of PUBLIC, OPEN_DATA, PERSONAL, PROCEEDING, IDENTITY_DOCUMENT, TAX_IDENTIFIER, VEHICLE, TRADE, CONSUMPTION, INFRASTRUCTURE
       schema/registry/energy.yaml:10:1 theme: write one of AGRI, ECON, EDUC, ENER, ENVI, GOVE, HEAL, INTR, JUST, OP_DATPRO, REGI, SOCI, TECH, TRAN, or leave it out
       schema/registry/energy.yaml:11:15 owns.1: write a type name
       schema/registry/energy.yaml:12:1 deadlineMs: write at least 100
       schema/registry/energy.yaml:13:10 keys.0.kid: write 1 to 64 letters, digits, "-" or "_"
       schema/registry/energy.yaml:13:20 keys.0.x25519: write the public X25519 key in base64url, 43 characters
       schema/registry/energy.yaml:14:1 dedline: is not known here; remove it or correct its spelling"
    `);
  });

  test('two files may share neither a name nor a port nor an entity, and each is called after its subgraph', () => {
    const files = {
      'subgraphs/energy/schema.graphql': '',
      'schema/registry/energy.yaml': registryFile('energy', 4004, 'owns: [Meter]'),
      'schema/registry/power.yaml': registryFile('energy', 4004, 'owns: [Meter, Meter]'),
      'schema/registry/water.yaml': registryFile('water', 4005),
    };
    expect(faultsOf(files)).toMatchInlineSnapshot(`
     "The registry has 6 faults:
       schema/registry/power.yaml:1:1 name: is not the name of the file; call the file energy.yaml
       schema/registry/power.yaml:1:1 name: energy is the name of schema/registry/energy.yaml already; choose another
       schema/registry/power.yaml:3:1 url: 127.0.0.1:4004 is taken by schema/registry/energy.yaml; choose another port
       schema/registry/power.yaml:6:8 owns.0: Meter is owned in schema/registry/energy.yaml; one owner each
       schema/registry/power.yaml:6:15 owns.1: Meter is owned in schema/registry/energy.yaml; one owner each
       schema/registry/water.yaml:4:1 sdl: subgraphs/water/schema.graphql does not exist; write it, or correct the path"
    `);
  });

  test.each([
    ['no folder', {}],
    ['an empty folder', { 'schema/registry/.gitkeep': '' }],
    ['a file that would be passed over', { 'schema/registry/energy.yml': '' }],
    [
      'aliases, of which a few can stand for gigabytes',
      { 'schema/registry/a.yaml': 'a: &a [1]\nb: [*a, *a]\n' },
    ],
  ])('%s is a fault', (_, files) => {
    expect(faultsOf(files)).toMatchSnapshot();
  });
});
