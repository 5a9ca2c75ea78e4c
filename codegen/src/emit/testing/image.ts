import { create, toBinary } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";

/** The compiled proto file behind the RPC service of `contracts.ts`, as `buf build` hands it over. */
export function protoImage(): Uint8Array {
  const field = (name: string, number: number) => ({
    name,
    number,
    label: FieldDescriptorProto_Label.OPTIONAL,
    type: FieldDescriptorProto_Type.STRING,
    jsonName: name,
  });
  const set = create(FileDescriptorSetSchema, {
    file: [
      {
        name: "berrys/planning/v1/planning.proto",
        package: "berrys.planning.v1",
        syntax: "proto3",
        messageType: [
          { name: "CreatePlanRequest", field: [field("project_id", 1)] },
          { name: "CreatePlanResponse", field: [field("plan_id", 1)] },
        ],
        service: [
          {
            name: "PlanningService",
            method: [
              {
                name: "CreatePlan",
                inputType: ".berrys.planning.v1.CreatePlanRequest",
                outputType: ".berrys.planning.v1.CreatePlanResponse",
              },
            ],
          },
        ],
      },
    ],
  });
  return toBinary(FileDescriptorSetSchema, set);
}
