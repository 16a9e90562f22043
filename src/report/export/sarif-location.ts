// Places as SARIF has them: URIs from the root of the repository, which alone services can resolve.

import type { PhysicalLocation } from 'sarif';
import { type Place, pathInRepository, type ReportContext } from './reported.ts';

/** The file alone, where the line is not known. */
export function physicalLocation(
  { file, line }: Pick<Place, 'file'> & Partial<Place>,
  context: ReportContext,
): PhysicalLocation {
  const path = pathInRepository(file, context);
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return {
    artifactLocation: path.startsWith('/')
      ? { uri: `file://${uri}` }
      : { uri, uriBaseId: 'SRCROOT' },
    ...(line !== undefined && { region: { startLine: line } }),
  };
}
