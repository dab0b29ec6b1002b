package main

import (
	"strings"

	"flotilla.dev/e2e/clients/go/report"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	"k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/scale"
)

// sails makes a kind of the subtest's own, named after its namespace, with status and scale.
func sails(t *report.T) schema.GroupVersionResource {
	group := t.Namespace + ".example.com"
	minimum := float64(0)
	preserve := apiextensionsv1.JSONSchemaProps{Type: "object", Properties: map[string]apiextensionsv1.JSONSchemaProps{
		"spec": {Type: "object", Properties: map[string]apiextensionsv1.JSONSchemaProps{
			"replicas": {Type: "integer", Minimum: &minimum, Default: &apiextensionsv1.JSON{Raw: []byte("1")}},
			"colour":   {Type: "string"},
		}},
		"status": {Type: "object", Properties: map[string]apiextensionsv1.JSONSchemaProps{
			"replicas": {Type: "integer"}, "selector": {Type: "string"},
		}},
	}}
	selector := ".status.selector"
	definition := &apiextensionsv1.CustomResourceDefinition{
		ObjectMeta: metav1.ObjectMeta{Name: "sails." + group},
		Spec: apiextensionsv1.CustomResourceDefinitionSpec{
			Group: group,
			Scope: apiextensionsv1.NamespaceScoped,
			Names: apiextensionsv1.CustomResourceDefinitionNames{
				Plural: "sails", Singular: "sail", Kind: "Sail", ListKind: "SailList", ShortNames: []string{"sl"}},
			Versions: []apiextensionsv1.CustomResourceDefinitionVersion{{
				Name: "v1", Served: true, Storage: true,
				Schema: &apiextensionsv1.CustomResourceValidation{OpenAPIV3Schema: &preserve},
				Subresources: &apiextensionsv1.CustomResourceSubresources{
					Status: &apiextensionsv1.CustomResourceSubresourceStatus{},
					Scale: &apiextensionsv1.CustomResourceSubresourceScale{
						SpecReplicasPath: ".spec.replicas", StatusReplicasPath: ".status.replicas",
						LabelSelectorPath: &selector},
				},
			}},
		},
	}
	definitions := apiextensions.NewForConfigOrDie(t.Config()).ApiextensionsV1().CustomResourceDefinitions()
	_, err := definitions.Create(t, definition, metav1.CreateOptions{})
	t.NoError(err, "create a definition")
	t.Await("the definition established", func() bool {
		seen, err := definitions.Get(t, definition.Name, metav1.GetOptions{})
		t.NoError(err, "read the definition")
		for _, each := range seen.Status.Conditions {
			if each.Type == apiextensionsv1.Established && each.Status == apiextensionsv1.ConditionTrue {
				return true
			}
		}
		return false
	})
	kind := schema.GroupVersionResource{Group: group, Version: "v1", Resource: "sails"}
	client := dynamic.NewForConfigOrDie(t.Config())
	t.Await("the kind served", func() bool {
		_, err := client.Resource(kind).Namespace(t.Namespace).List(t, metav1.ListOptions{})
		return err == nil
	})
	return kind
}

func forgetSails(t *report.T, kind schema.GroupVersionResource) {
	definitions := apiextensions.NewForConfigOrDie(t.Config()).ApiextensionsV1().CustomResourceDefinitions()
	t.NoError(definitions.Delete(t, "sails."+kind.Group, metav1.DeleteOptions{}), "delete the definition")
}

func sail(t *report.T, kind schema.GroupVersionResource, name string) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": kind.GroupVersion().String(), "kind": "Sail",
		"metadata": map[string]any{"name": name, "namespace": t.Namespace},
		"spec":     map[string]any{"colour": "red"},
	}}
}

func dynamicClient(t *report.T) {
	kind := sails(t)
	defer forgetSails(t, kind)
	client := dynamic.NewForConfigOrDie(t.Config()).Resource(kind).Namespace(t.Namespace)

	created, err := client.Create(t, sail(t, kind, "a"), metav1.CreateOptions{})
	t.NoError(err, "create")
	replicas, _, _ := unstructured.NestedInt64(created.Object, "spec", "replicas")
	t.True(replicas == 1, "the default is %d", replicas)

	_ = unstructured.SetNestedField(created.Object, "blue", "spec", "colour")
	_ = unstructured.SetNestedField(created.Object, int64(7), "status", "replicas")
	updated, err := client.Update(t, created, metav1.UpdateOptions{})
	t.NoError(err, "update")
	_, found, _ := unstructured.NestedFieldNoCopy(updated.Object, "status")
	t.True(!found && updated.GetGeneration() == 2, "a write to the object changed its status: %v", updated.Object)
	_ = unstructured.SetNestedField(updated.Object, int64(7), "status", "replicas")
	reported, err := client.UpdateStatus(t, updated, metav1.UpdateOptions{})
	t.NoError(err, "update the status")
	t.True(reported.GetGeneration() == 2, "a status has changed the generation")

	_, err = client.Patch(t, "a", types.MergePatchType, []byte(`{"spec":{"replicas":-1}}`), metav1.PatchOptions{})
	t.True(errors.IsInvalid(err), "a bad value gave %v", err)
	_, err = client.Patch(t, "a", types.StrategicMergePatchType, []byte(`{}`), metav1.PatchOptions{})
	t.True(errors.ReasonForError(err) == metav1.StatusReasonUnsupportedMediaType, "a strategic merge gave %v", err)

	applied, err := client.Apply(t, "b", sail(t, kind, "b"), metav1.ApplyOptions{FieldManager: "go", Force: true})
	t.NoError(err, "apply")
	t.True(applied.GetManagedFields()[0].Operation == metav1.ManagedFieldsOperationApply, "not applied")
	list, err := client.List(t, metav1.ListOptions{})
	t.NoError(err, "list")
	t.True(len(list.Items) == 2 && list.GetKind() == "SailList", "listed are %d of %s", len(list.Items), list.GetKind())
	t.NoError(client.Delete(t, "a", metav1.DeleteOptions{}), "delete")
}

func discoveryAndMapper(t *report.T) {
	kind := sails(t)
	defer forgetSails(t, kind)
	client := discovery.NewDiscoveryClientForConfigOrDie(t.Config())

	version, err := client.ServerVersion()
	t.NoError(err, "version")
	t.True(strings.HasPrefix(version.GitVersion, "v1."), "the version is %v", version)
	preferred, err := client.ServerPreferredResources()
	t.NoError(err, "preferred resources")
	listed := map[string]bool{}
	for _, group := range preferred {
		for _, each := range group.APIResources {
			listed[group.GroupVersion+" "+each.Name] = true
		}
	}
	for _, wanted := range []string{"v1 configmaps", "apps/v1 deployments", kind.GroupVersion().String() + " sails"} {
		t.True(listed[wanted], "discovery does not list %s", wanted)
	}

	cached := memory.NewMemCacheClient(client)
	mapper := restmapper.NewShortcutExpander(restmapper.NewDeferredDiscoveryRESTMapper(cached), cached, nil)
	expanded, err := mapper.ResourceFor(schema.GroupVersionResource{Resource: "deploy"})
	t.NoError(err, "expand a short name")
	t.True(expanded.String() == "apps/v1, Resource=deployments", "deploy is %v", expanded)
	mapped, err := mapper.RESTMapping(schema.GroupKind{Group: kind.Group, Kind: "Sail"})
	t.NoError(err, "map a kind")
	t.True(mapped.Resource == kind && mapped.Scope.Name() == meta.RESTScopeNameNamespace, "mapped to %v", mapped)

	t.Await("the kind in OpenAPI v3", func() bool {
		paths, err := client.OpenAPIV3().Paths()
		t.NoError(err, "OpenAPI v3 paths")
		group, found := paths["apis/"+kind.GroupVersion().String()]
		if !found {
			return false
		}
		document, err := group.Schema("application/json")
		t.NoError(err, "OpenAPI v3 of the kind")
		return strings.Contains(string(document), `"Sail"`)
	})
	old, err := client.OpenAPISchema()
	t.NoError(err, "OpenAPI v2")
	t.True(len(old.GetDefinitions().GetAdditionalProperties()) > 200, "OpenAPI v2 has %d definitions",
		len(old.GetDefinitions().GetAdditionalProperties()))
}

func scaleClient(t *report.T) {
	kind := sails(t)
	defer forgetSails(t, kind)
	client := discovery.NewDiscoveryClientForConfigOrDie(t.Config())
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(client))
	scales, err := scale.NewForConfig(t.Config(), mapper, dynamic.LegacyAPIPathResolverFunc,
		scale.NewDiscoveryScaleKindResolver(client))
	t.NoError(err, "make a scale client")
	_, err = t.Clientset().AppsV1().Deployments(t.Namespace).Create(t, deployment("web", 1), metav1.CreateOptions{})
	t.NoError(err, "create a Deployment")
	_, err = dynamic.NewForConfigOrDie(t.Config()).Resource(kind).Namespace(t.Namespace).
		Create(t, sail(t, kind, "web"), metav1.CreateOptions{})
	t.NoError(err, "create a Sail")

	for _, each := range []schema.GroupResource{{Group: "apps", Resource: "deployments"}, kind.GroupResource()} {
		seen, err := scales.Scales(t.Namespace).Get(t, each, "web", metav1.GetOptions{})
		t.NoError(err, "get the scale of "+each.String())
		t.True(seen.Spec.Replicas == 1, "%v has %d", each, seen.Spec.Replicas)
		seen.Spec.Replicas = 3
		set, err := scales.Scales(t.Namespace).Update(t, each, seen, metav1.UpdateOptions{})
		t.NoError(err, "scale "+each.String())
		t.True(set.Spec.Replicas == 3, "%v was set to %d", each, set.Spec.Replicas)
	}
	typed, err := t.Clientset().AppsV1().Deployments(t.Namespace).UpdateScale(t, "web",
		&autoscalingv1.Scale{ObjectMeta: metav1.ObjectMeta{Name: "web", Namespace: t.Namespace},
			Spec: autoscalingv1.ScaleSpec{Replicas: 5}}, metav1.UpdateOptions{})
	t.NoError(err, "scale by the typed client")
	t.True(typed.Spec.Replicas == 5 && typed.Status.Selector == "app=web", "it says %v", typed)
}
