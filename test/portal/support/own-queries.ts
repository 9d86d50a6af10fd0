import { parse, type DocumentNode } from 'graphql';

/** What the portal queries do not ask, by name. */
export const OWN_QUERIES: ReadonlyMap<string, DocumentNode> = new Map(
  Object.entries({
    // Every part of it was asked by another query.
    NeverSent: /* GraphQL */ `
      query NeverSent($id: ID!) {
        address(id: $id) {
          street
          parkingZone
          municipality {
            name
            population {
              year
              total
            }
            offices {
              name
              kind
            }
            publicBuildings {
              name
              usage
            }
          }
        }
      }
    `,
    // The same service of two towns, and vehicles of several systems.
    SeveralKeyFields: /* GraphQL */ `
      query SeveralKeyFields($here: ID!, $there: ID!, $lat: Float!, $lon: Float!) {
        here: services(ags: $here, leikaPrefix: "99008001012") {
          office {
            name
          }
        }
        there: services(ags: $there, leikaPrefix: "99008001012") {
          office {
            name
          }
        }
        stopsNear(lat: $lat, lon: $lon, radiusM: 2000, first: 50) {
          name
          sharedVehicles(radiusM: 2000) {
            formFactor
            location {
              lat
              lon
            }
          }
        }
      }
    `,
    Operator: /* GraphQL */ `
      query Operator($mastr: ID!) {
        generationUnit(mastrNumber: $mastr) {
          operator {
            ...Who
          }
        }
      }
      fragment Who on UnitOperator {
        ... on Business {
          name
        }
        ... on Resident {
          givenNames
        }
      }
    `,
  }).map(([name, text]) => [name, parse(text)]),
);
