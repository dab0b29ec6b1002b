package main

import (
	"context"
	"sync/atomic"
	"time"

	"flotilla.dev/e2e/clients/go/report"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/scheme"
	typedcorev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/tools/events"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/util/retry"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	metrics "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	"github.com/go-logr/logr"
)

func garbageCollection(t *report.T) {
	maps := t.Clientset().CoreV1().ConfigMaps(t.Namespace)
	owner, err := maps.Create(t, configMap("owner", "1"), metav1.CreateOptions{})
	t.NoError(err, "create the owner")
	yes := true
	child := configMap("child", "1")
	child.OwnerReferences = []metav1.OwnerReference{{APIVersion: "v1", Kind: "ConfigMap", Name: "owner", UID: owner.UID,
		BlockOwnerDeletion: &yes}}
	child.Finalizers = []string{"example.com/hold"}
	_, err = maps.Create(t, child, metav1.CreateOptions{})
	t.NoError(err, "create the dependent")

	foreground := metav1.DeletePropagationForeground
	t.NoError(maps.Delete(t, "owner", metav1.DeleteOptions{PropagationPolicy: &foreground,
		Preconditions: metav1.NewUIDPreconditions(string(owner.UID))}), "delete the owner")
	t.Await("the dependent going", func() bool {
		seen, err := maps.Get(t, "child", metav1.GetOptions{})
		return err == nil && seen.DeletionTimestamp != nil
	})
	waiting, err := maps.Get(t, "owner", metav1.GetOptions{})
	t.NoError(err, "the owner waits for its dependent")
	t.True(len(waiting.Finalizers) == 1 && waiting.Finalizers[0] == metav1.FinalizerDeleteDependents,
		"its finalizers are %v", waiting.Finalizers)
	t.NoError(retry.RetryOnConflict(retry.DefaultBackoff, func() error {
		held, err := maps.Get(t, "child", metav1.GetOptions{})
		if err != nil {
			return err
		}
		held.Finalizers = nil
		_, err = maps.Update(t, held, metav1.UpdateOptions{})
		return err
	}), "let the dependent go")
	t.Await("both gone", func() bool {
		_, owner := maps.Get(t, "owner", metav1.GetOptions{})
		_, child := maps.Get(t, "child", metav1.GetOptions{})
		return errors.IsNotFound(owner) && errors.IsNotFound(child)
	})
}

func candidate(t *report.T, name string, leads *atomic.Value) *leaderelection.LeaderElector {
	clients := t.Clientset()
	elector, err := leaderelection.NewLeaderElector(leaderelection.LeaderElectionConfig{
		Lock: &resourcelock.LeaseLock{LeaseMeta: metav1.ObjectMeta{Name: "helm", Namespace: t.Namespace},
			Client: clients.CoordinationV1(), LockConfig: resourcelock.ResourceLockConfig{Identity: name}},
		LeaseDuration: 5 * time.Second, RenewDeadline: 3 * time.Second, RetryPeriod: 200 * time.Millisecond,
		ReleaseOnCancel: true, Name: name,
		Callbacks: leaderelection.LeaderCallbacks{
			OnStartedLeading: func(context.Context) { leads.Store(name) },
			OnStoppedLeading: func() {},
		},
	})
	t.NoError(err, "become a candidate")
	return elector
}

func leaderElection(t *report.T) {
	var leads atomic.Value
	ctx, resign := context.WithCancel(t)
	go candidate(t, "ann", &leads).Run(ctx)
	t.Await("ann leads", func() bool { return leads.Load() == "ann" })
	second, stop := context.WithCancel(t)
	defer stop()
	go candidate(t, "bob", &leads).Run(second)
	lease, err := t.Clientset().CoordinationV1().Leases(t.Namespace).Get(t, "helm", metav1.GetOptions{})
	t.NoError(err, "read the lease")
	t.True(*lease.Spec.HolderIdentity == "ann" && lease.Spec.RenewTime.Nanosecond()%1000 == 0, "the lease is %v", lease.Spec)
	renewed := lease.Spec.RenewTime.Time
	t.Await("the lease renewed", func() bool {
		seen, err := t.Clientset().CoordinationV1().Leases(t.Namespace).Get(t, "helm", metav1.GetOptions{})
		return err == nil && seen.Spec.RenewTime.After(renewed) && *seen.Spec.HolderIdentity == "ann"
	})
	resign()
	t.Await("bob leads", func() bool { return leads.Load() == "bob" })
}

func eventRecorders(t *report.T) {
	clients := t.Clientset()
	about, err := clients.CoreV1().ConfigMaps(t.Namespace).Create(t, configMap("a", "1"), metav1.CreateOptions{})
	t.NoError(err, "create")
	about.APIVersion, about.Kind = "v1", "ConfigMap"

	old := record.NewBroadcaster()
	old.StartRecordingToSink(&typedcorev1.EventSinkImpl{Interface: clients.CoreV1().Events("")})
	defer old.Shutdown()
	recorder := old.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "go"})
	for range 3 {
		recorder.Event(about, corev1.EventTypeNormal, "Seen", "it was seen")
	}
	count := func() int32 {
		list, err := clients.CoreV1().Events(t.Namespace).List(t, metav1.ListOptions{
			FieldSelector: "involvedObject.name=a,reason=Seen"})
		t.NoError(err, "list events")
		if len(list.Items) != 1 {
			return 0
		}
		return list.Items[0].Count
	}
	t.Await("one event that counts three", func() bool { return count() == 3 })

	fresh := events.NewBroadcaster(&events.EventSinkImpl{Interface: clients.EventsV1()})
	t.NoError(fresh.StartRecordingToSinkWithContext(t), "record")
	defer fresh.Shutdown()
	fresh.NewRecorder(scheme.Scheme, "example.com/go").
		Eventf(about, nil, corev1.EventTypeWarning, "Moved", "Moving", "it moved to %s", "port")
	var moved eventsv1.Event
	t.Await("an event of events.k8s.io", func() bool {
		list, err := clients.EventsV1().Events(t.Namespace).List(t, metav1.ListOptions{FieldSelector: "reason=Moved"})
		t.NoError(err, "list events")
		for _, moved = range list.Items {
			return true
		}
		return false
	})
	t.True(moved.Note == "it moved to port" && moved.ReportingController == "example.com/go", "the event is %v", moved)
	same, err := clients.CoreV1().Events(t.Namespace).Get(t, moved.Name, metav1.GetOptions{})
	t.NoError(err, "read it as a core event")
	t.True(same.Message == moved.Note && same.InvolvedObject.Name == "a", "as a core event it is %v", same)
}

func controllerRuntime(t *report.T) {
	log.SetLogger(logr.Discard())
	running, err := manager.New(t.Config(), manager.Options{
		Metrics:        metrics.Options{BindAddress: "0"},
		LeaderElection: true, LeaderElectionID: "go-manager", LeaderElectionNamespace: t.Namespace,
		LeaderElectionReleaseOnCancel: true,
		Cache:                         cache.Options{DefaultNamespaces: map[string]cache.Config{t.Namespace: {}}},
	})
	t.NoError(err, "make a manager")
	t.NoError(running.GetFieldIndexer().IndexField(t, &corev1.ConfigMap{}, "data.k", func(object client.Object) []string {
		return []string{object.(*corev1.ConfigMap).Data["k"]}
	}), "index")
	through := running.GetClient()
	copies := func(ctx context.Context, request reconcile.Request) (reconcile.Result, error) {
		var source corev1.ConfigMap
		if err := through.Get(ctx, request.NamespacedName, &source); err != nil {
			return reconcile.Result{}, client.IgnoreNotFound(err)
		}
		if source.Labels["copy"] != "me" {
			return reconcile.Result{}, nil
		}
		secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: source.Name, Namespace: source.Namespace}}
		_, err := controllerutil.CreateOrPatch(ctx, through, secret, func() error {
			secret.Data = map[string][]byte{"k": []byte(source.Data["k"])}
			return controllerutil.SetControllerReference(&source, secret, through.Scheme())
		})
		return reconcile.Result{}, err
	}
	t.NoError(builder.ControllerManagedBy(running).Named(t.Namespace).For(&corev1.ConfigMap{}).Owns(&corev1.Secret{}).
		Complete(reconcile.Func(copies)), "make a controller")
	ctx, stop := context.WithCancel(t)
	ended := make(chan error, 1)
	go func() { ended <- running.Start(ctx) }()

	direct, err := client.New(t.Config(), client.Options{})
	t.NoError(err, "make a client")
	source := configMap("a", "1")
	source.Namespace, source.Labels = t.Namespace, map[string]string{"copy": "me"}
	t.NoError(direct.Create(t, source), "create")
	holds := func(value string) func() bool {
		return func() bool {
			var copied corev1.Secret
			err := direct.Get(t, client.ObjectKeyFromObject(source), &copied)
			return err == nil && string(copied.Data["k"]) == value
		}
	}
	t.Await("the copy", holds("1"))
	before := source.DeepCopy()
	source.Data["k"] = "2"
	t.NoError(direct.Patch(t, source, client.MergeFromWithOptions(before, client.MergeFromWithOptimisticLock{})), "patch")
	t.Await("the changed copy", holds("2"))
	t.NoError(direct.Delete(t, &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: "a", Namespace: t.Namespace}}), "delete")
	t.Await("the copy made anew", holds("2"))
	t.Await("the cache's index", func() bool {
		var found corev1.ConfigMapList
		err := through.List(t, &found, client.InNamespace(t.Namespace), client.MatchingFields{"data.k": "2"})
		return err == nil && len(found.Items) == 1
	})
	stop()
	t.NoError(<-ended, "end the manager")
}
