/**
 * The one body that a call of the registry may have: it asks for the SDL and nothing else. A subgraph compares bytes, so
 * that whatever the registry's key is used for by somebody else reads no data, and no parser stands in between.
 */
export const SERVED_SDL_BODY = '{"query":"query ServedSdl { _service { sdl } }"}';
