package main

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"flotilla.dev/e2e/clients/go/report"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
	watchtools "k8s.io/client-go/tools/watch"
)

// heard is what an informer has told of the objects named in its subtest.
type heard struct {
	mutex  sync.Mutex
	events []string
}

func (h *heard) add(verb string, object any) {
	if gone, ok := object.(cache.DeletedFinalStateUnknown); ok {
		object = gone.Obj
	}
	accessor, err := meta.Accessor(object)
	if err != nil || strings.HasPrefix(accessor.GetName(), "kube-") {
		return
	}
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.events = append(h.events, verb+" "+accessor.GetName())
}

func (h *heard) is(events ...string) func() bool {
	return func() bool {
		h.mutex.Lock()
		defer h.mutex.Unlock()
		return slices.Equal(h.events, events)
	}
}

func (h *heard) handler() cache.ResourceEventHandler {
	return cache.ResourceEventHandlerFuncs{
		AddFunc:    func(object any) { h.add("added", object) },
		UpdateFunc: func(_, object any) { h.add("updated", object) },
		DeleteFunc: func(object any) { h.add("deleted", object) },
	}
}

func change(t *report.T) {
	maps := t.Clientset().CoreV1().ConfigMaps(t.Namespace)
	_, err := maps.Create(t, configMap("b", "1"), metav1.CreateOptions{})
	t.NoError(err, "create")
	_, err = maps.Patch(t, "b", types.MergePatchType, []byte(`{"data":{"k":"2"}}`), metav1.PatchOptions{})
	t.NoError(err, "patch")
	t.NoError(maps.Delete(t, "b", metav1.DeleteOptions{}), "delete")
}

func streamed(request *http.Request) bool {
	return request.URL.Query().Get("sendInitialEvents") == "true"
}

func streamedInformers(t *report.T) {
	config := t.Config()
	seen := recorded(config)
	events := &heard{}
	_, err := t.Clientset().CoreV1().ConfigMaps(t.Namespace).Create(t, configMap("a", "1"), metav1.CreateOptions{})
	t.NoError(err, "create")
	factory := informers.NewSharedInformerFactoryWithOptions(kubernetes.NewForConfigOrDie(config), time.Hour,
		informers.WithNamespace(t.Namespace))
	informer := factory.Core().V1().ConfigMaps().Informer()
	_, err = informer.AddEventHandler(events.handler())
	t.NoError(err, "listen")
	ctx, stop := context.WithCancel(t)
	factory.Start(ctx.Done())
	defer factory.Shutdown()
	defer stop()
	t.Await("synced", informer.HasSynced)
	t.True(seen.sent(streamed), "the informer did not ask for a streamed list")
	t.True(!seen.sent(func(r *http.Request) bool { return r.URL.Query().Get("watch") == "" }),
		"the informer fell back to a list")
	change(t)
	t.Await("every event", events.is("added a", "added b", "updated b", "deleted b"))
}

func metadataInformers(t *report.T) {
	config := t.Config()
	seen := recorded(config)
	client := metadata.NewForConfigOrDie(config)
	events := &heard{}
	factory := metadatainformer.NewFilteredSharedInformerFactory(client, time.Hour, t.Namespace, nil)
	informer := factory.ForResource(corev1.SchemeGroupVersion.WithResource("configmaps")).Informer()
	_, err := informer.AddEventHandler(events.handler())
	t.NoError(err, "listen")
	ctx, stop := context.WithCancel(t)
	factory.Start(ctx.Done())
	defer factory.Shutdown()
	defer stop()
	t.Await("synced", informer.HasSynced)
	t.True(seen.sent(func(r *http.Request) bool {
		return strings.Contains(r.Header.Get("Accept"), "as=PartialObjectMetadata")
	}), "the informer did not ask for metadata alone")
	change(t)
	t.Await("every event", events.is("added b", "updated b", "deleted b"))
	list, err := client.Resource(corev1.SchemeGroupVersion.WithResource("configmaps")).Namespace(t.Namespace).
		List(t, metav1.ListOptions{Limit: 1})
	t.NoError(err, "list metadata")
	t.True(len(list.Items) <= 1, "listed are %d", len(list.Items))
}

func resumedWatches(t *report.T) {
	maps := t.Clientset().CoreV1().ConfigMaps(t.Namespace)
	before, err := maps.List(t, metav1.ListOptions{})
	t.NoError(err, "list")
	change(t)
	lister := &cache.ListWatch{WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
		// A second at a time, so that the watcher has to begin anew where it was.
		seconds := int64(1)
		options.TimeoutSeconds = &seconds
		return maps.Watch(ctx, options)
	}}
	watcher, err := watchtools.NewRetryWatcherWithContext(t, before.ResourceVersion, lister)
	t.NoError(err, "watch")
	defer watcher.Stop()
	var seen []string
	next := func() {
		for event := range watcher.ResultChan() {
			if object, ok := event.Object.(*corev1.ConfigMap); !ok {
				t.Fatalf("the watch gave %v", event)
			} else if !strings.HasPrefix(object.Name, "kube-") {
				seen = append(seen, string(event.Type)+" "+object.Name)
				return
			}
		}
	}
	next()
	next()
	next()
	ended := time.Now().Add(1500 * time.Millisecond)
	t.Await("the first watch ended", func() bool { return time.Now().After(ended) })
	_, err = maps.Create(t, configMap("late", "1"), metav1.CreateOptions{})
	t.NoError(err, "create")
	next()
	t.True(slices.Equal(seen, []string{"ADDED b", "MODIFIED b", "DELETED b", "ADDED late"}), "seen: %v", seen)

	_, err = maps.List(t, metav1.ListOptions{Limit: 1, Continue: "nonsense"})
	t.True(errors.IsBadRequest(err), "a bad continue gave %v", err)
}
