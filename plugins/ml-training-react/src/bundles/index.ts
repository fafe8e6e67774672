export * from './BundleDifference';
export * from './BundleFiles';
export * from './FileDifference';
export * from './foldedDiff';
export * from './lineDiff';
