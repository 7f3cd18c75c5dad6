import { join } from 'node:path'
import { defineConfig } from 'vite'

/** Two sets of pages: `--mode portal` for the hub, `--mode desk` for a hospital's node. */
export default defineConfig(({ mode }) => {
  const pages = mode === 'desk' ? 'desk' : 'portal'
  return {
    root: join(import.meta.dirname, 'pages', pages),
    cacheDir: join(import.meta.dirname, '../../node_modules/.cache/vite', pages),
    build: {
      outDir: join(import.meta.dirname, 'dist', pages),
      emptyOutDir: true,
      // Fonts and pictures stay files: the pages' policy takes them from this origin.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        // Mantine marks its modules for React's servers, which are not used here.
        onLog: (level, log, report) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : report(level, log)),
      },
    },
    server: { proxy: { '/api': process.env.ASSAY_SERVER ?? 'http://127.0.0.1:4100' } },
  }
})
