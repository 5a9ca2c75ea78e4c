import type { DefinedRule } from "../../define-rule.ts";
import { closedRequestBodies } from "./bodies/closed-request-bodies.ts";
import { correlationHeader } from "./bodies/correlation-header.ts";
import { envelopeMeta } from "./bodies/envelope-meta.ts";
import { examplesPresent } from "./bodies/examples-present.ts";
import { fieldsParameter } from "./bodies/fields-parameter.ts";
import { idempotencyKey } from "./bodies/idempotency-key.ts";
import { locationResolves } from "./bodies/location-resolves.ts";
import { paginationMeta } from "./bodies/pagination-meta.ts";
import { paginationParameters } from "./bodies/pagination-parameters.ts";
import { patchWithoutRequired } from "./bodies/patch-without-required.ts";
import { problemCorrelationId } from "./bodies/problem-correlation-id.ts";
import { problemDetails } from "./bodies/problem-details.ts";
import { responseEnvelope } from "./bodies/response-envelope.ts";
import { deprecationHasSunset } from "./docs/deprecation-has-sunset.ts";
import { infoDescription } from "./docs/info-description.ts";
import { operationDescription } from "./docs/operation-description.ts";
import { operationId } from "./docs/operation-id.ts";
import { operationIdForm } from "./docs/operation-id-form.ts";
import { operationIdUnique } from "./docs/operation-id-unique.ts";
import { operationSummary } from "./docs/operation-summary.ts";
import { operationTagged } from "./docs/operation-tagged.ts";
import { parameterDescription } from "./docs/parameter-description.ts";
import { propertyDescription } from "./docs/property-description.ts";
import { requestBodyDescription } from "./docs/request-body-description.ts";
import { responseDescription } from "./docs/response-description.ts";
import { tagDescription } from "./docs/tag-description.ts";
import { tagsDeclared } from "./docs/tags-declared.ts";
import { bodyOnPutAndPatch } from "./methods/body-on-put-and-patch.ts";
import { bodyRequired } from "./methods/body-required.ts";
import { cacheForm } from "./methods/cache-form.ts";
import { collectionMethods } from "./methods/collection-methods.ts";
import { controllersArePosted } from "./methods/controllers-are-posted.ts";
import { itemMethods } from "./methods/item-methods.ts";
import { noDeleteBody } from "./methods/no-delete-body.ts";
import { noGetBody } from "./methods/no-get-body.ts";
import { noTrace } from "./methods/no-trace.ts";
import { rateLimitForm } from "./methods/rate-limit-form.ts";
import { singletonMethods } from "./methods/singleton-methods.ts";
import { headerCase } from "./parameters/header-case.ts";
import { idParametersAreUuid } from "./parameters/id-parameters-are-uuid.ts";
import { limitBounds } from "./parameters/limit-bounds.ts";
import { noReservedHeaders } from "./parameters/no-reserved-headers.ts";
import { noSecretInQuery } from "./parameters/no-secret-in-query.ts";
import { queryCase } from "./parameters/query-case.ts";
import { sortValues } from "./parameters/sort-values.ts";
import { consistentPathCase } from "./paths/consistent-path-case.ts";
import { consistentPathParameters } from "./paths/consistent-path-parameters.ts";
import { controllersComeLast } from "./paths/controllers-come-last.ts";
import { nestingDepth } from "./paths/nesting-depth.ts";
import { noCrudVerbs } from "./paths/no-crud-verbs.ts";
import { noEmptySegments } from "./paths/no-empty-segments.ts";
import { noFileExtensions } from "./paths/no-file-extensions.ts";
import { noTrailingSlash } from "./paths/no-trailing-slash.ts";
import { pathCase } from "./paths/path-case.ts";
import { pathParameterCase } from "./paths/path-parameter-case.ts";
import { pluralCollections } from "./paths/plural-collections.ts";
import { singularSingletons } from "./paths/singular-singletons.ts";
import { versionedBasePath } from "./paths/versioned-base-path.ts";
import { arrayItems } from "./schemas/array-items.ts";
import { consistentPropertyCase } from "./schemas/consistent-property-case.ts";
import { durationsHaveUnits } from "./schemas/durations-have-units.ts";
import { enumUnique } from "./schemas/enum-unique.ts";
import { enumValuesCase } from "./schemas/enum-values-case.ts";
import { examplesKeyword } from "./schemas/examples-keyword.ts";
import { examplesValid } from "./schemas/examples-valid.ts";
import { idsAreUuid } from "./schemas/ids-are-uuid.ts";
import { noUnusedComponents } from "./schemas/no-unused-components.ts";
import { nullableHasType } from "./schemas/nullable-has-type.ts";
import { objectType } from "./schemas/object-type.ts";
import { propertyCase } from "./schemas/property-case.ts";
import { requiredUnique } from "./schemas/required-unique.ts";
import { secretsWriteOnly } from "./schemas/secrets-write-only.ts";
import { statusCodesQuoted } from "./schemas/status-codes-quoted.ts";
import { timestampsAreDateTime } from "./schemas/timestamps-are-date-time.ts";
import { trimmedNames } from "./schemas/trimmed-names.ts";
import { httpsServers } from "./security/https-servers.ts";
import { noApiKeyInQuery } from "./security/no-api-key-in-query.ts";
import { rolesAgreeWithSecurity } from "./security/roles-agree-with-security.ts";
import { rolesConsistent } from "./security/roles-consistent.ts";
import { rolesStated } from "./security/roles-stated.ts";
import { securityDefined } from "./security/security-defined.ts";
import { securityStated } from "./security/security-stated.ts";
import { acceptedHasOperation } from "./statuses/accepted-has-operation.ts";
import { badRequestDeclared } from "./statuses/bad-request-declared.ts";
import { clientErrorDeclared } from "./statuses/client-error-declared.ts";
import { conflictDeclared } from "./statuses/conflict-declared.ts";
import { contentOnSuccess } from "./statuses/content-on-success.ts";
import { createdByPost } from "./statuses/created-by-post.ts";
import { createdHasLocation } from "./statuses/created-has-location.ts";
import { forbiddenDeclared } from "./statuses/forbidden-declared.ts";
import { noContentWithoutBody } from "./statuses/no-content-without-body.ts";
import { notFoundDeclared } from "./statuses/not-found-declared.ts";
import { registeredStatusCodes } from "./statuses/registered-status-codes.ts";
import { retryAfterDeclared } from "./statuses/retry-after-declared.ts";
import { serverErrorDeclared } from "./statuses/server-error-declared.ts";
import { statusCodesOfMethod } from "./statuses/status-codes-of-method.ts";
import { successDeclared } from "./statuses/success-declared.ts";
import { unauthorizedDeclared } from "./statuses/unauthorized-declared.ts";

/** Every REST rule, a file each. */
export const restRuleFiles: readonly DefinedRule[] = [
  consistentPathCase,
  consistentPathParameters,
  controllersComeLast,
  nestingDepth,
  noCrudVerbs,
  noEmptySegments,
  noFileExtensions,
  noTrailingSlash,
  pathCase,
  pathParameterCase,
  pluralCollections,
  singularSingletons,
  versionedBasePath,
  bodyOnPutAndPatch,
  bodyRequired,
  cacheForm,
  collectionMethods,
  controllersArePosted,
  itemMethods,
  noDeleteBody,
  noGetBody,
  noTrace,
  rateLimitForm,
  singletonMethods,
  acceptedHasOperation,
  badRequestDeclared,
  clientErrorDeclared,
  conflictDeclared,
  contentOnSuccess,
  createdByPost,
  createdHasLocation,
  forbiddenDeclared,
  noContentWithoutBody,
  notFoundDeclared,
  registeredStatusCodes,
  retryAfterDeclared,
  serverErrorDeclared,
  statusCodesOfMethod,
  successDeclared,
  unauthorizedDeclared,
  closedRequestBodies,
  correlationHeader,
  envelopeMeta,
  examplesPresent,
  fieldsParameter,
  idempotencyKey,
  locationResolves,
  paginationMeta,
  paginationParameters,
  patchWithoutRequired,
  problemCorrelationId,
  problemDetails,
  responseEnvelope,
  headerCase,
  idParametersAreUuid,
  limitBounds,
  noReservedHeaders,
  noSecretInQuery,
  queryCase,
  sortValues,
  arrayItems,
  consistentPropertyCase,
  durationsHaveUnits,
  enumUnique,
  enumValuesCase,
  examplesKeyword,
  examplesValid,
  idsAreUuid,
  noUnusedComponents,
  nullableHasType,
  objectType,
  propertyCase,
  requiredUnique,
  secretsWriteOnly,
  statusCodesQuoted,
  timestampsAreDateTime,
  trimmedNames,
  deprecationHasSunset,
  infoDescription,
  operationDescription,
  operationIdForm,
  operationIdUnique,
  operationId,
  operationSummary,
  operationTagged,
  parameterDescription,
  propertyDescription,
  requestBodyDescription,
  responseDescription,
  tagDescription,
  tagsDeclared,
  httpsServers,
  noApiKeyInQuery,
  rolesAgreeWithSecurity,
  rolesConsistent,
  rolesStated,
  securityDefined,
  securityStated,
];
