// Flags as files of their own below assets/, one request for each country that is really shown. The
// version of the package is in the path, so they may be kept as long as anything else there.
import { createReadStream, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const manifest = createRequire(import.meta.url).resolve('country-flag-icons/package.json');
const folder = join(dirname(manifest), '3x2');
const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
const place = `assets/flags-${version}`;

export function flags(): Plugin {
  let base = '/';
  return {
    name: 'vitrine-flags',
    config: () => ({ define: { __FLAGS__: JSON.stringify(place) } }),
    configResolved(config) {
      base = config.base;
    },
    configureServer(server) {
      server.middlewares.use(`${base}${place}`, (request, response, next) => {
        const name = /^\/([A-Z]{2})\.svg$/.exec(request.url ?? '')?.[1];
        if (!name) return next();
        response.setHeader('Content-Type', 'image/svg+xml');
        createReadStream(join(folder, `${name}.svg`)).on('error', next).pipe(response);
      });
    },
    generateBundle() {
      for (const name of readdirSync(folder)) {
        if (!/^[A-Z]{2}\.svg$/.test(name)) continue;
        this.emitFile({
          type: 'asset',
          fileName: `${place}/${name}`,
          source: readFileSync(join(folder, name)),
        });
      }
    },
  };
}
