import express, { type Router } from 'express';
import { openApiDocument } from './openApiDocument';

/** Serves the document; made on the first request, as it takes a while. */
export function openApiRouter(): Router {
  const router = express.Router();
  let document: ReturnType<typeof openApiDocument> | undefined;
  router.get('/v1/openapi.json', (_request, response) => {
    document ??= openApiDocument();
    response.json(document);
  });
  return router;
}
