import { Router } from 'express';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Erp } from '../erp.ts';
import type { RfcFunctions } from '../function.ts';
import { beginLuw } from '../luw.ts';
import type { Luw } from '../luw.ts';
import { alpha } from '../numbers.ts';
import type { Address, Key } from './address.ts';
import { addressIn, keyOf } from './address.ts';
import { clearingSets } from './clearings.ts';
import { customerSets } from './customers.ts';
import type { EntitySet, EntitySets } from './entity-set.ts';
import { rows, text } from './entity-set.ts';
import { badRequest, errorBody, notFound, ODataError } from './errors.ts';
import { financialDocumentSets } from './financial-documents.ts';
import type { EntityType, Model } from './model.ts';
import { readModel } from './model.ts';
import { etagOf, printer } from './printing.ts';
import type { Query } from './query.ts';
import { expandedIn, filterOf, mustBeUnderstood, pageOf } from './query.ts';
import { salesOrderSets } from './sales-orders.ts';
import { createTokens } from './tokens.ts';
import type { Entity } from './values.ts';
import { readEntity } from './values.ts';

const PATH = '/sap/opu/odata/sap/ZQUITTANCE_SRV';
const file = new URL('../../../erp-side/sap-ecc/odata/ZQUITTANCE_SRV.edmx', import.meta.url);

type Service = { readonly erp: Erp; readonly model: Model; readonly sets: EntitySets };
type Target = Address & { readonly set: EntitySet };
type Handler = (service: Service, req: Request, res: Response) => void;

/** The gateway service of the shipped EDMX. Its data provider calls the same functions as everybody else. */
export function odataRoutes(erp: Erp, functions: RfcFunctions): Router {
  const service: Service = {
    erp,
    model: readModel(file),
    sets: {
      ...salesOrderSets(erp, functions),
      ...customerSets(erp, functions),
      ...financialDocumentSets(erp, functions),
      ...clearingSets(erp, functions),
    },
  };
  const router = Router();
  router.use(PATH, protection(erp.client), (req, res, next) => {
    const verb = req.method === 'POST' ? (req.get('x-http-method') ?? 'POST').toUpperCase() : req.method;
    const handle = handlers[verb];
    if (!handle) return next(new ODataError(405, '/IWFND/CM_BEC/104', `Method ${verb} is not allowed`));
    res.setHeader('dataserviceversion', '2.0');
    return handle(service, req, res);
  });
  router.use(PATH, failure);
  return router;
}

/** Who wants to write needs the token of its session, which a read gives away. */
function protection(client: string): RequestHandler {
  const tokens = createTokens(`SAP_SESSIONID_ECC_${client}`);
  return (req, res, next) => {
    const asked = req.get('x-csrf-token');
    if (['GET', 'HEAD'].includes(req.method)) {
      if (asked?.toLowerCase() === 'fetch') {
        const { token, setCookies } = tokens.fetch(req.headers.cookie);
        if (setCookies.length > 0) res.setHeader('set-cookie', setCookies);
        res.setHeader('x-csrf-token', token);
      }
      return next();
    }
    if (tokens.holds(req.headers.cookie, asked)) return next();
    return void res
      .status(403)
      .setHeader('x-csrf-token', 'Required')
      .type('text/plain')
      .send('CSRF token validation failed');
  };
}

const handlers: Readonly<Record<string, Handler>> = { GET: read, HEAD: read, POST: create, PATCH: patch, MERGE: patch };

function read(service: Service, req: Request, res: Response): void {
  const { model } = service;
  const path = decodeURIComponent(req.path);
  if (path === '/$metadata') return void res.type('application/xml').send(model.edmx);
  const query = queryIn(req);
  mustBeJson(req, query);
  if (path === '/') return void res.json({ d: { EntitySets: Object.keys(model.sets) } });
  const target = targetOf(service, path);
  const print = printer(model, urlOf(req));
  if (target.key === undefined || target.navigation !== undefined) {
    const { type, found } = collection(service, target);
    const { rows: page, count } = pageOf(type, found.filter(filterOf(type, query['$filter'])), query);
    const results = page.map((entity) => print(type, entity, expandedIn(type, query)));
    return void res.json({ d: { ...(count !== undefined && { __count: String(count) }), results } });
  }
  const entity = entityOf(target);
  tag(res, target.type, entity);
  return void res.json({ d: print(target.type, entity, expandedIn(target.type, query)) });
}

function collection({ erp, model }: Service, target: Target): { type: EntityType; found: readonly Entity[] } {
  if (target.navigation === undefined) return { type: target.type, found: listed(erp, target) };
  const type = model.sets[target.type.navigation[target.navigation] ?? ''];
  if (!type) throw notFound(target.navigation);
  return { type, found: rows(entityOf(target), target.navigation) };
}

function listed({ company }: Erp, { set }: Target): readonly Entity[] {
  const { createdBy } = set;
  if (createdBy === undefined) return set.all();
  return set.all().filter((entity) => {
    const row = company.idempotency.get(text(entity, 'Reference'));
    return row?.functionName === createdBy && Object.values(entity).includes(row.document);
  });
}

function create(service: Service, req: Request, res: Response): void {
  const { model } = service;
  const target = targetOf(service, decodeURIComponent(req.path));
  const { type, set } = target;
  const { create: make } = set;
  if (target.key !== undefined || !make) throw new ODataError(405, '/IWFND/CM_BEC/104', `${type.set} takes no POST`);
  mustBeJson(req, queryIn(req));
  const input = readEntity(type, req.body, (name) => model.sets[name] ?? type);
  const missing = type.properties.find(({ name, nullable }) => !nullable && !type.keys.includes(name) && !input[name]);
  if (missing) throw badRequest(`${missing.name} is required`);
  const entity = inLuw(service, res, (luw) => make(input, luw));
  const expanded = Object.keys(input).filter((name) => name in type.navigation);
  tag(res, type, entity);
  res
    .status(201)
    .setHeader('location', `${urlOf(req)}/${type.set}(${keyOf(type, entity)})`)
    .json({ d: printer(model, urlOf(req))(type, entity, expanded) });
}

function patch(service: Service, req: Request, res: Response): void {
  const { model } = service;
  const target = targetOf(service, decodeURIComponent(req.path));
  const { type, set } = target;
  const { patch: make } = set;
  if (target.key === undefined || !make) throw new ODataError(405, '/IWFND/CM_BEC/104', `${type.set} takes no PATCH`);
  const entity = entityOf(target);
  const wanted = req.get('if-match');
  if (wanted === undefined)
    throw new ODataError(428, '/IWFND/CM_MGW/583', 'Precondition required: If-Match is missing');
  if (wanted !== '*' && wanted !== etagOf(type, entity)) {
    throw new ODataError(412, '/IWFND/CM_MGW/582', 'Precondition failed: the entity has been changed meanwhile');
  }
  const changes = readEntity(type, req.body, (name) => model.sets[name] ?? type);
  inLuw(service, res, (luw) => make(entity, changes, luw));
  tag(res, type, entityOf(target));
  res.status(204).end();
}

function tag(res: Response, type: EntityType, entity: Entity): void {
  const etag = etagOf(type, entity);
  if (etag !== undefined) res.setHeader('etag', etag);
}

/** What is not committed when the provider returns is gone. */
function inLuw<T>({ erp }: Service, res: Response, act: (luw: Luw) => T): T {
  const luw = beginLuw(erp, String(res.locals['user']));
  try {
    return act(luw);
  } finally {
    luw.rollback();
  }
}

function targetOf({ model, sets }: Service, path: string): Target {
  const address = addressIn(model, path);
  const set = sets[address.type.set];
  if (!set) throw notFound(address.type.set);
  return { ...address, set };
}

function entityOf({ type, set, key = {} }: Target): Entity {
  const wanted = paddedKey(set, key);
  const entity = set.all().find((candidate) => type.keys.every((name) => candidate[name] === wanted[name]));
  if (!entity) throw notFound(`${type.set}(${keyOf(type, key)})`);
  return entity;
}

const paddedKey = ({ padded = {} }: EntitySet, key: Key): Key =>
  Object.fromEntries(
    Object.entries(key).map(([name, value]) => [
      name,
      typeof value === 'string' ? alpha(value, padded[name] ?? 0) : value,
    ]),
  );

function queryIn(req: Request): Query {
  const entries = Object.entries(req.query).map(([name, value]) => {
    if (typeof value !== 'string') throw badRequest(`${name} is given twice`);
    return [name, value] as const;
  });
  const query = Object.fromEntries(entries);
  mustBeUnderstood(query);
  return query;
}

/** Atom is the default of V2, which nobody here reads. */
function mustBeJson(req: Request, query: Query): void {
  if (query['$format'] === 'json' || /application\/json/.test(req.get('accept') ?? '')) return;
  throw new ODataError(406, '/IWFND/CM_BEC/106', 'This service is simulated in JSON alone');
}

const urlOf = (req: Request): string => `http://${req.get('host') ?? ''}${PATH}`;

/** Express knows an error handler by its four parameters. */
const failure: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (error instanceof ODataError) res.status(error.status).set(error.headers).json(errorBody(error));
  else next(error);
};
