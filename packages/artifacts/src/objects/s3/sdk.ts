/**
 * The SDK, loaded on first need: most commands work on a folder, and loading it
 * takes longer than they do.
 */
export function s3Sdk(): typeof import('@aws-sdk/client-s3') {
  return require('@aws-sdk/client-s3');
}

export function presignerSdk(): typeof import('@aws-sdk/s3-request-presigner') {
  return require('@aws-sdk/s3-request-presigner');
}

export function httpSdk(): typeof import('@smithy/node-http-handler') {
  return require('@smithy/node-http-handler');
}
