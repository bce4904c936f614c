import { exists, textOf } from './repository-files';

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(textOf('package.json')) as Record<'dependencies' | 'devDependencies' | 'imports', Record<string, string>>;

function locked(path: string): Record<string, LockedPackage> {
  return (JSON.parse(textOf(path)) as { packages: Record<string, LockedPackage> }).packages;
}

/** Where Node looks for a package required from another: its own folder first, then each one above. */
function standsInLock(packages: Record<string, LockedPackage>, from: string, name: string): boolean {
  let folder = from;
  while (folder !== '') {
    if (packages[`${folder}/node_modules/${name}`] !== undefined) return true;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')));
  }
  return packages[`node_modules/${name}`] !== undefined;
}

const lockFiles = ['package-lock.json', 'apps/cli/bench/peer/package-lock.json'].filter(exists);

describe('packages', () => {
  test('say the version that the program says', () => {
    const { version } = JSON.parse(textOf('package.json')) as { version: string };
    expect(/'([\d.]+)'/.exec(textOf('libs/read-models/reports/product-version.ts'))?.[1]).toBe(version);
  });

  test('are pinned to one version', () => {
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(loose).toEqual([]);
  });

  // npm writes a lock file without a platform package that its registry lacks, and `npm ci` then fails elsewhere.
  test.each(lockFiles)('%s lists the platform packages of every platform', (path) => {
    const packages = locked(path);
    const missing = Object.entries(packages).flatMap(([from, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {})
        .filter((name) => !standsInLock(packages, from, name))
        .map((name) => `${from} wants ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test.each(lockFiles)('%s names no registry, so that any may serve it', (path) => {
    const named = Object.entries(locked(path)).filter(([, { resolved }]) => resolved !== undefined && !resolved.startsWith('file:'));
    expect(named.map(([name]) => name)).toEqual([]);
  });

  test('the lib aliases are the same at run time, in the tests and in the boundary check', () => {
    const built = Object.entries(manifest.imports).map(([alias, path]) => [alias, path.replace('./dist/', './').replace(/\.js$/, '.ts')]);
    const paths = (JSON.parse(textOf('.dependency-cruiser.tsconfig.json')) as { compilerOptions: { paths: Record<string, string[]> } })
      .compilerOptions.paths;
    expect(Object.entries(paths).map(([alias, [path]]) => [alias, path]).sort()).toEqual(built.sort());
  });
});
