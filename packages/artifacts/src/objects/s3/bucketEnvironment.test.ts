import { bucketEnvironment, handedCredentials } from './bucketEnvironment';

const credentials = {
  accessKeyId: 'id',
  secretAccessKey: 'secret',
  sessionToken: 'token',
};
const environment = {
  AWS_ACCESS_KEY_ID: 'another',
  AWS_PROFILE: 'mine',
  DATABASE_PASSWORD: 'x',
};

describe('bucketEnvironment', () => {
  it('hands over what was configured, and nothing that was found', () => {
    const handed = bucketEnvironment(credentials, environment);
    expect(handedCredentials(handed)).toEqual(credentials);
    expect(Object.values(handed).sort()).toEqual(['id', 'secret', 'token']);
    expect(handed).not.toHaveProperty('AWS_ACCESS_KEY_ID');
  });

  it('lets the other process find what this one found, and nothing else', () => {
    const handed = bucketEnvironment(undefined, environment);
    expect(handed).toEqual({
      AWS_ACCESS_KEY_ID: 'another',
      AWS_PROFILE: 'mine',
    });
    expect(handedCredentials(handed)).toBeUndefined();
  });
});
