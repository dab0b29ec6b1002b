"""Drives an API server through the official Python client and prints what became of each subtest as a line of JSON."""

import argparse
import json
import sys
import threading
import time
import traceback

from kubernetes import client, config, dynamic, watch
from kubernetes.client.exceptions import ApiException

PATIENCE_SECONDS = 20


def config_map(name, value):
    return client.V1ConfigMap(metadata=client.V1ObjectMeta(name=name), data={"k": value})


def deployment(name):
    labels = {"app": name}
    container = client.V1Container(name="main", image="nginx:1.27")
    template = client.V1PodTemplateSpec(
        metadata=client.V1ObjectMeta(labels=labels), spec=client.V1PodSpec(containers=[container]))
    return client.V1Deployment(
        metadata=client.V1ObjectMeta(name=name),
        spec=client.V1DeploymentSpec(replicas=0, selector=client.V1LabelSelector(match_labels=labels), template=template))


def eventually(what, condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"not seen in time: {what}"
        time.sleep(0.05)


def refused(status, call, *arguments, **options):
    try:
        call(*arguments, **options)
    except ApiException as error:
        assert error.status == status, f"refused with {error.status}, not {status}: {error.body}"
        return json.loads(error.body)
    raise AssertionError("it was not refused")


def objects_are_created_changed_and_deleted(namespace):
    core = client.CoreV1Api()
    created = core.create_namespaced_config_map(namespace, config_map("a", "1"))
    assert created.metadata.uid and created.metadata.creation_timestamp.tzinfo
    created.data["k"] = "2"
    assert core.replace_namespaced_config_map("a", namespace, created).data == {"k": "2"}
    refused(409, core.replace_namespaced_config_map, "a", namespace, created)
    assert refused(409, core.create_namespaced_config_map, namespace, config_map("a", "1"))["reason"] == "AlreadyExists"
    listed = core.list_namespaced_config_map(namespace, limit=1, field_selector="metadata.name=a")
    assert [each.metadata.name for each in listed.items] == ["a"]
    core.delete_namespaced_config_map("a", namespace, body=client.V1DeleteOptions(propagation_policy="Background"))
    refused(404, core.read_namespaced_config_map, "a", namespace)


def every_kind_of_patch_is_taken(namespace):
    apps = client.AppsV1Api()
    apps.create_namespaced_deployment(namespace, deployment("web"))
    merged = apps.patch_namespaced_deployment(
        "web", namespace, {"spec": {"template": {"spec": {"containers": [{"name": "side", "image": "busybox"}]}}}})
    assert len(merged.spec.template.spec.containers) == 2, "the client sends strategic merges for built-in kinds"
    patched = apps.patch_namespaced_deployment("web", namespace, [{"op": "replace", "path": "/spec/replicas", "value": 3}])
    assert patched.spec.replicas == 3
    scaled = apps.patch_namespaced_deployment_scale("web", namespace, {"spec": {"replicas": 4}})
    assert scaled.spec.replicas == 4 and scaled.status.selector == "app=web"
    status = apps.patch_namespaced_deployment_status("web", namespace, {"status": {"collisionCount": 2}})
    assert status.status.collision_count == 2 and status.spec.replicas == 4
    refused(422, apps.patch_namespaced_deployment, "web", namespace, {"spec": {"replicas": -1}})


def a_watch_tells_of_every_change(namespace):
    core = client.CoreV1Api()
    seen, watching = [], watch.Watch()

    def follow(version):
        for event in watching.stream(core.list_namespaced_config_map, namespace, resource_version=version, timeout_seconds=15):
            if not event["object"].metadata.name.startswith("kube-"):
                seen.append((event["type"], event["object"].metadata.name))
            if event["type"] == "DELETED":
                watching.stop()

    version = core.list_namespaced_config_map(namespace).metadata.resource_version
    follower = threading.Thread(target=follow, args=(version,))
    follower.start()
    core.create_namespaced_config_map(namespace, config_map("b", "1"))
    core.patch_namespaced_config_map("b", namespace, {"data": {"k": "2"}})
    core.delete_namespaced_config_map("b", namespace)
    follower.join(PATIENCE_SECONDS)
    assert seen == [("ADDED", "b"), ("MODIFIED", "b"), ("DELETED", "b")], seen


def the_dynamic_client_applies_on_the_server(namespace):
    maps = dynamic.DynamicClient(client.ApiClient()).resources.get(api_version="v1", kind="ConfigMap")
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"k": "1"}}
    applied = maps.server_side_apply(namespace=namespace, name="a", body=body, field_manager="first")
    assert applied.metadata.managedFields[0].operation == "Apply"
    body["data"]["k"] = "2"
    try:
        maps.server_side_apply(namespace=namespace, name="a", body=body, field_manager="second")
        raise AssertionError("there was no conflict")
    except dynamic.exceptions.ConflictError as conflict:
        assert 'conflict with \\"first\\"' in conflict.body, conflict.body
    forced = maps.server_side_apply(
        namespace=namespace, name="a", body=body, field_manager="second", force_conflicts=True)
    assert forced.data["k"] == "2"


def custom_objects_are_objects(namespace):
    group = f"{namespace}.example.com"
    definitions = client.ApiextensionsV1Api()
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": {"n": {"type": "integer"}}}}}
    definitions.create_custom_resource_definition({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": {"name": f"oars.{group}"},
        "spec": {"group": group, "scope": "Namespaced", "names": {"plural": "oars", "singular": "oar", "kind": "Oar"},
                 "versions": [{"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}]}})
    custom = client.CustomObjectsApi()
    where = (group, "v1", namespace, "oars")

    def served():
        try:
            custom.list_namespaced_custom_object(*where)
            return True
        except ApiException:
            return False

    try:
        eventually("the kind served", served)
        oar = {"apiVersion": f"{group}/v1", "kind": "Oar", "metadata": {"name": "a"}, "spec": {"n": 1}}
        custom.create_namespaced_custom_object(*where, oar)
        patched = custom.patch_namespaced_custom_object(*where, "a", {"spec": {"n": 2}})
        assert patched["spec"]["n"] == 2
        refused(422, custom.patch_namespaced_custom_object, *where, "a", {"spec": {"n": "two"}})
        custom.delete_namespaced_custom_object(*where, "a")
    finally:
        definitions.delete_custom_resource_definition(f"oars.{group}")


def versions_and_rights_can_be_asked(namespace):
    assert client.VersionApi().get_code().git_version.startswith("v1.")
    groups = [each.name for each in client.ApisApi().get_api_versions().groups]
    assert "apps" in groups, groups
    asked = client.V1SelfSubjectAccessReview(spec=client.V1SelfSubjectAccessReviewSpec(
        resource_attributes=client.V1ResourceAttributes(namespace=namespace, verb="create", group="apps", resource="deployments")))
    assert client.AuthorizationV1Api().create_self_subject_access_review(asked).status.allowed


SUBTESTS = [
    objects_are_created_changed_and_deleted,
    every_kind_of_patch_is_taken,
    a_watch_tells_of_every_change,
    the_dynamic_client_applies_on_the_server,
    custom_objects_are_objects,
    versions_and_rights_can_be_asked,
]


def run(subtest, namespace):
    started, message = time.monotonic(), ""
    core = client.CoreV1Api()
    core.create_namespace(client.V1Namespace(metadata=client.V1ObjectMeta(name=namespace)))
    try:
        subtest(namespace)
    except Exception:  # whatever it is, it is what became of the subtest
        message = traceback.format_exc()
    core.delete_namespace(namespace)
    result = {"name": subtest.__name__.replace("_", " "), "ok": not message, "seconds": round(time.monotonic() - started, 3)}
    print(json.dumps({**result, "message": message} if message else result, separators=(",", ":")), flush=True)
    return not message


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kubeconfig")
    arguments.add_argument("--context")
    arguments.add_argument("--namespace-prefix", default="python")
    arguments.add_argument("--list", action="store_true", help="print the names and end")
    asked = arguments.parse_args()
    if asked.list:
        print("\n".join(each.__name__.replace("_", " ") for each in SUBTESTS))
        return
    config.load_kube_config(config_file=asked.kubeconfig, context=asked.context)
    outcomes = [run(each, f"{asked.namespace_prefix}-{index}") for index, each in enumerate(SUBTESTS)]
    sys.exit(0 if all(outcomes) else 1)


if __name__ == "__main__":
    main()
