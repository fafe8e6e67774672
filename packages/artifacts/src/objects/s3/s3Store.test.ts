import { openBucketStore } from '../../store/openBucketStore';
import { describeArtifactStore, describeObjectStore } from '../../testing';
import { CREDENTIALS, useS3Server } from '../../testing/s3/useS3Server';
import { openS3Objects } from './openS3Objects';

const options = { credentials: CREDENTIALS };

useS3Server('the bucket store', server => {
  describeObjectStore('S3ObjectStore', () =>
    openS3Objects(server().newBucket('below/'), options),
  );
  describeArtifactStore('openBucketStore', () =>
    openBucketStore(server().newBucket(), options),
  );
});
