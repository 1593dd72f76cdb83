// Fuse.js has nothing to build.

export function build() {
  return {};
}
