// Command gitops does with an API server what Argo CD does: it holds a cache of the whole cluster and syncs manifests to it.
package main

import (
	"context"
	"slices"
	"time"

	"flotilla.dev/e2e/clients/go/report"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/cache"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/engine"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/health"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/sync/common"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

const tracked = "example.com/tracked"

func main() {
	report.Main([]report.Subtest{
		{Name: "the cluster cache holds and follows the cluster", Run: clusterCache},
		{Name: "a sync creates, changes, prunes and heals", Run: syncs(false)},
		{Name: "a sync by server-side apply does the same", Run: syncs(true)},
	})
}

func key(t *report.T, kind, name string) kube.ResourceKey {
	return kube.NewResourceKey("", kind, t.Namespace, name)
}

// healthy takes Deployments as they are: without a policy, no member reports their availability.
type healthy struct{}

func (healthy) GetResourceHealth(live *unstructured.Unstructured) (*health.HealthStatus, error) {
	if live.GetKind() != "Deployment" {
		return nil, nil
	}
	return &health.HealthStatus{Status: health.HealthStatusHealthy}, nil
}

func clusterCache(t *report.T) {
	clusters := cache.NewClusterCache(t.Config(), cache.SetLogr(logr.Discard()))
	defer clusters.Invalidate()
	t.NoError(clusters.EnsureSynced(), "sync the cache")
	info := clusters.GetClusterInfo()
	t.True(info.SyncError == nil && info.ResourcesCount > 0 && info.APIsCount > 20, "the cache says %+v", info)
	t.True(clusters.GetOpenAPISchema() != nil && clusters.GetGVKParser() != nil, "there is no schema")

	maps := t.Clientset().CoreV1().ConfigMaps(t.Namespace)
	created, err := maps.Create(t, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "a"}}, metav1.CreateOptions{})
	t.NoError(err, "create")
	child := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: "child", OwnerReferences: []metav1.OwnerReference{
		{APIVersion: "v1", Kind: "ConfigMap", Name: "a", UID: created.UID}}}}
	_, err = t.Clientset().CoreV1().Secrets(t.Namespace).Create(t, child, metav1.CreateOptions{})
	t.NoError(err, "create its dependent")
	family := func() []string {
		var names []string
		clusters.IterateHierarchyV2([]kube.ResourceKey{key(t, "ConfigMap", "a")},
			func(each *cache.Resource, _ map[kube.ResourceKey]*cache.Resource) bool {
				names = append(names, each.Ref.Name)
				return true
			})
		return names
	}
	t.Await("both in the cache", func() bool {
		names := family()
		return slices.Contains(names, "a") && slices.Contains(names, "child")
	})
	t.NoError(maps.Delete(t, "a", metav1.DeleteOptions{}), "delete")
	t.Await("it out of the cache", func() bool { return !slices.Contains(family(), "a") })
}

func object(t *report.T, version, kind, name string, fields map[string]any) *unstructured.Unstructured {
	made := &unstructured.Unstructured{Object: map[string]any{}}
	for field, value := range fields {
		made.Object[field] = value
	}
	made.SetGroupVersionKind(schema.FromAPIVersionAndKind(version, kind))
	made.SetName(name)
	made.SetNamespace(t.Namespace)
	made.SetAnnotations(map[string]string{tracked: t.Namespace})
	return made
}

func manifests(t *report.T, value string) []*unstructured.Unstructured {
	labels := map[string]any{"app": "web"}
	return []*unstructured.Unstructured{
		object(t, "v1", "ConfigMap", "settings", map[string]any{"data": map[string]any{"k": value}}),
		object(t, "v1", "Service", "web", map[string]any{"spec": map[string]any{
			"selector": labels, "ports": []any{map[string]any{"port": int64(80)}}}}),
		object(t, "apps/v1", "Deployment", "web", map[string]any{"spec": map[string]any{
			"replicas": int64(0), "selector": map[string]any{"matchLabels": labels},
			"template": map[string]any{"metadata": map[string]any{"labels": labels}, "spec": map[string]any{
				"containers": []any{map[string]any{"name": "main", "image": "nginx:" + value}}}}}}),
	}
}

func syncs(serverSide bool) func(*report.T) {
	return func(t *report.T) {
		clusters := cache.NewClusterCache(t.Config(), cache.SetLogr(logr.Discard()),
			cache.SetNamespaces([]string{t.Namespace}),
			cache.SetPopulateResourceInfoHandler(func(live *unstructured.Unstructured, _ bool) (any, bool) {
				mark := live.GetAnnotations()[tracked]
				return mark, mark != ""
			}))
		engine := engine.NewEngine(t.Config(), clusters, engine.WithLogr(logr.Discard()))
		stop, err := engine.Run()
		t.NoError(err, "run the engine")
		defer stop()
		ours := func(resource *cache.Resource) bool { return resource.Info == t.Namespace }
		sync := func(targets []*unstructured.Unstructured) {
			ctx, cancel := context.WithTimeout(t, 30*time.Second)
			defer cancel()
			results, err := engine.Sync(ctx, targets, ours, time.Now().String(), t.Namespace,
				sync.WithPrune(true), sync.WithServerSideApply(serverSide), sync.WithServerSideApplyManager("argocd"),
				sync.WithHealthOverride(healthy{}))
			t.NoError(err, "sync")
			for _, each := range results {
				t.True(each.Status != common.ResultCodeSyncFailed, "%v: %s", each.ResourceKey, each.Message)
			}
		}
		value := func() string {
			seen, err := t.Clientset().CoreV1().ConfigMaps(t.Namespace).Get(t, "settings", metav1.GetOptions{})
			t.NoError(err, "read")
			return seen.Data["k"]
		}
		sync(manifests(t, "1"))
		t.True(value() == "1", "created with %q", value())
		sync(manifests(t, "2"))
		t.True(value() == "2", "changed to %q", value())
		t.NoError(t.Clientset().CoreV1().ConfigMaps(t.Namespace).Delete(t, "settings", metav1.DeleteOptions{}), "lose one")
		t.Await("the loss known", func() bool {
			_, known := clusters.FindResources(t.Namespace, ours)[key(t, "ConfigMap", "settings")]
			return !known
		})
		sync(manifests(t, "2"))
		t.True(value() == "2", "healed to %q", value())
		sync(manifests(t, "2")[:1])
		t.Await("the rest pruned", func() bool {
			_, err := t.Clientset().AppsV1().Deployments(t.Namespace).Get(t, "web", metav1.GetOptions{})
			return errors.IsNotFound(err)
		})
	}
}
