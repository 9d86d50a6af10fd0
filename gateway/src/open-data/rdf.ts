import { DataFactory, Writer, type BlankNode, type Literal, type NamedNode, type Quad } from 'n3';

/** Namespaces of DCAT-AP.de 2.0. */
export const PREFIXES = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dcatde: 'http://dcat-ap.de/def/dcatde/',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

type Node = NamedNode | BlankNode;
/** What a thing is said to have; null and undefined are not said, a list says each. */
export type Said = Node | Literal | null | undefined | readonly (Node | Literal)[];
/** `dct:title` */
type Term = `${keyof typeof PREFIXES}:${string}`;

/** A thing with an address. The text must be a checked URL or made of checked parts. */
export const iri = (text: string): NamedNode => DataFactory.namedNode(text);
export const term = (name: Term): NamedNode => {
  const [prefix = '', local = ''] = name.split(':');
  return DataFactory.namedNode(PREFIXES[prefix as keyof typeof PREFIXES] + local);
};
export const text = (value: string): Literal => DataFactory.literal(value);
/** German, which is what DCAT-AP.de takes a text for that says nothing. */
export const german = (value: string): Literal => DataFactory.literal(value, 'de');
export const day = (value: string): Literal => DataFactory.literal(value, term('xsd:date'));

/** An address of somebody else's, or null if it is none that can be followed. */
export function link(url: string | null): NamedNode | null {
  if (url === null || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === 'http:' || protocol === 'https:' ? DataFactory.namedNode(href) : null;
}

/** Statements in the order in which they were made. */
export interface Graph {
  readonly quads: readonly Quad[];
  /** Says of a thing what it is and has; of one with an address only the first time. @returns the thing */
  say<Thing extends Node>(thing: Thing, type: Term, properties: Partial<Record<Term, Said>>): Thing;
  /** A thing without an address. */
  some(type: Term, properties: Partial<Record<Term, Said>>): BlankNode;
}

export function createGraph(): Graph {
  const quads: Quad[] = [];
  const known = new Set<string>();
  const say: Graph['say'] = (thing, type, properties) => {
    if (known.has(thing.id)) return thing;
    known.add(thing.id);
    quads.push(DataFactory.quad(thing, term('rdf:type'), term(type)));
    for (const [name, said] of Object.entries(properties)) {
      for (const value of asList(said)) quads.push(DataFactory.quad(thing, term(name as Term), value));
    }
    return thing;
  };
  return { quads, say, some: (type, properties) => say(DataFactory.blankNode(), type, properties) };
}

/** The statements as Turtle. */
export function toTurtle(quads: readonly Quad[], comment: string): Promise<string> {
  const writer = new Writer({ prefixes: { ...PREFIXES }, format: 'text/turtle' });
  writer.addQuads([...quads]);
  return new Promise((resolve, reject) => {
    writer.end((error: Error | null, turtle: string) => {
      if (error === null) resolve(`${comment.replaceAll(/^/gm, '# ')}\n${turtle}`);
      else reject(error);
    });
  });
}

function asList(said: Said): readonly (Node | Literal)[] {
  if (said === null || said === undefined) return [];
  return 'termType' in said ? [said] : said;
}
