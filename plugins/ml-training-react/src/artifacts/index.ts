export * from './ArtifactTree';
export * from './bytesText';
export * from './FilePreview';
export * from './fileTree';
export * from './useDownload';
