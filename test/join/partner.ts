import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { listen } from '../support/fake-subgraph.js';
import { ownProject, type OwnProject } from './own-project.js';
import { startProgram, type Program } from './program.js';
import type { ReleasedRegion } from './released-region.js';

const NAME = 'libraries';
const MEMBER = 'guetersloh';
/** Where the partner keeps what it never gives away. */
const SIGNING_KEYS = 'keys/guetersloh.json';
const CALL_KEYS = 'keys/libraries.json';
const PUBLIC_CALL_KEYS = 'libraries.public.json';

/** Stadt Gütersloh in a folder of its own, with what it would type there. Answers are what the command says. */
export class Partner {
  readonly project: OwnProject;
  #serving: Program | null = null;

  private constructor(project: OwnProject) {
    this.project = project;
  }

  /** An empty folder with the tool in it. */
  static async begin(): Promise<Partner> {
    return new Partner(await ownProject());
  }

  async create(): Promise<string> {
    const port = String(await freePort());
    const said = await this.project.tool(
      'subgraph',
      'create',
      NAME,
      '--operator',
      '05754008',
      '--port',
      port,
    );
    this.project.linkWorkspace(NAME);
    return said;
  }

  build(): Promise<string> {
    return this.project.run('npm', ['run', 'build']);
  }

  check(): Promise<string> {
    return this.project.tool('check');
  }

  /** Makes the keys. @returns what the steward needs to admit it */
  async applyForMembership(): Promise<string> {
    const signing = ['member', 'key', 'create', '--member', MEMBER, '--file', SIGNING_KEYS];
    const keys: unknown = JSON.parse(await this.project.tool(...signing));
    this.#write(PUBLIC_CALL_KEYS, await this.project.tool('call-key', NAME, '--file', CALL_KEYS));
    const contact = { office: 'Stadtbibliothek', email: 'bibliothek@guetersloh.example' };
    const member = {
      member: MEMBER,
      name: 'Stadt Gütersloh',
      ags: '05754008',
      contact,
      roles: ['operator'],
      keys,
    };
    const file = join(this.project.folder, 'membership.yaml');
    // JSON is YAML.
    writeFileSync(file, JSON.stringify(member));
    return file;
  }

  /** Serves the subgraph, and ends the one that ran before. */
  async serve(region: Pick<ReleasedRegion, 'database' | 'keyDirectory'>): Promise<void> {
    await this.#serving?.end();
    const args = ['serve', NAME, '--migrate', '--seed', 'small'];
    const env = {
      MODELLREGION_PROFILE: 'developer',
      DATABASE_URL: await region.database(NAME),
      MODELLREGION_KEY_DIRECTORY: region.keyDirectory,
      MODELLREGION_CALL_KEY_FILE: join(this.project.folder, CALL_KEYS),
      PORT: new URL(this.url).port,
    };
    this.#serving = await startProgram(this.project.toolFile, args, env, this.project.folder);
  }

  publish(region: Pick<ReleasedRegion, 'registryUrl'>, reason: string): Promise<string> {
    return this.#signed(region, 'subgraph', 'publish', NAME, '--reason', reason);
  }

  /** What the registry would say. Which one it is stands in the environment; an address before other options names it too. */
  checkThere(region: Pick<ReleasedRegion, 'registryUrl'>, ...options: readonly string[]): Promise<string> {
    return this.#signed(region, 'check', '--registry', ...options);
  }

  /** Changes a file as in an editor. */
  edit(path: string, before: string, after: string): void {
    const text = this.read(path);
    if (!text.includes(before)) throw new Error(`${path} has no ${before}`);
    this.#write(path, text.replace(before, after));
  }

  read(path: string): string {
    return readFileSync(join(this.project.folder, path), 'utf8');
  }

  /** Where its subgraph listens, as its registry file says. */
  get url(): string {
    return /^url: (\S+)$/m.exec(this.read(`schema/registry/${NAME}.yaml`))?.[1] ?? '';
  }

  /** Ends the subgraph. */
  async pause(): Promise<void> {
    await this.#serving?.end();
  }

  async stop(): Promise<void> {
    await this.#serving?.end();
    this.project.remove();
  }

  #signed({ registryUrl }: Pick<ReleasedRegion, 'registryUrl'>, ...args: readonly string[]): Promise<string> {
    const all = [this.project.toolFile, ...args, '--call-keys', PUBLIC_CALL_KEYS];
    return this.project.run(process.execPath, all, {
      MODELLREGION_REGISTRY_URL: registryUrl,
      MODELLREGION_MEMBER_KEY_FILE: SIGNING_KEYS,
    });
  }

  #write(path: string, text: string): void {
    writeFileSync(join(this.project.folder, path), text);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server as never);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
