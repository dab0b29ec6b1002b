package main

import (
	"context"
	"net/http"
	"strings"
	"sync"

	"flotilla.dev/e2e/clients/go/report"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/pager"
	"k8s.io/client-go/util/retry"
)

// recorder keeps what is sent, to show that a client does what its subtest is about.
type recorder struct {
	mutex    sync.Mutex
	requests []*http.Request
	next     http.RoundTripper
}

func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	r.mutex.Lock()
	r.requests = append(r.requests, request)
	r.mutex.Unlock()
	return r.next.RoundTrip(request)
}

func (r *recorder) sent(matches func(*http.Request) bool) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, each := range r.requests {
		if matches(each) {
			return true
		}
	}
	return false
}

func recorded(config *rest.Config) *recorder {
	seen := &recorder{}
	config.Wrap(func(next http.RoundTripper) http.RoundTripper {
		seen.next = next
		return seen
	})
	return seen
}

func deployment(name string, replicas int32) *appsv1.Deployment {
	labels := map[string]string{"app": name}
	return &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels},
		Spec: appsv1.DeploymentSpec{
			Replicas: &replicas,
			Selector: &metav1.LabelSelector{MatchLabels: labels},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: labels},
				Spec: corev1.PodSpec{Containers: []corev1.Container{{
					Name: "main", Image: "nginx:1.27",
					Resources: corev1.ResourceRequirements{
						Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("100m")}},
				}}},
			},
		},
	}
}

func configMap(name, value string) *corev1.ConfigMap {
	return &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name}, Data: map[string]string{"k": value}}
}

func typedClients(t *report.T) {
	config := t.Config()
	seen := recorded(config)
	clients := kubernetes.NewForConfigOrDie(config)
	deployments := clients.AppsV1().Deployments(t.Namespace)

	created, err := deployments.Create(t, deployment("web", 2), metav1.CreateOptions{})
	t.NoError(err, "create a Deployment")
	t.True(created.Generation == 1 && created.UID != "", "metadata is not filled: %v", created.ObjectMeta)
	t.True(created.Spec.Strategy.RollingUpdate != nil, "defaults are not filled: %v", created.Spec.Strategy)
	t.True(created.Spec.Template.Spec.Containers[0].Resources.Requests.Cpu().MilliValue() == 100, "the request is lost")
	t.True(seen.sent(func(r *http.Request) bool {
		return r.Method == "POST" && r.Header.Get("Content-Type") == "application/vnd.kubernetes.protobuf"
	}), "the request was not protobuf")

	t.NoError(retry.RetryOnConflict(retry.DefaultBackoff, func() error {
		fresh, err := deployments.Get(t, "web", metav1.GetOptions{})
		if err != nil {
			return err
		}
		fresh.Spec.Template.Spec.Containers[0].Image = "nginx:1.28"
		updated, err := deployments.Update(t, fresh, metav1.UpdateOptions{})
		t.True(err != nil || updated.Generation == 2, "generation is %d", updated.Generation)
		return err
	}), "update it")
	_, err = deployments.Update(t, &appsv1.Deployment{ObjectMeta: created.ObjectMeta, Spec: created.Spec}, metav1.UpdateOptions{})
	t.True(errors.IsConflict(err), "a stale update gave %v", err)

	patched, err := deployments.Patch(t, "web", types.StrategicMergePatchType,
		[]byte(`{"spec":{"template":{"spec":{"containers":[{"name":"side","image":"busybox"}]}}}}`), metav1.PatchOptions{})
	t.NoError(err, "patch it")
	t.True(len(patched.Spec.Template.Spec.Containers) == 2, "the patch replaced the list")

	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{GenerateName: "key-"}, StringData: map[string]string{"a": "b"}}
	kept, err := clients.CoreV1().Secrets(t.Namespace).Create(t, secret, metav1.CreateOptions{})
	t.NoError(err, "create a Secret")
	t.True(string(kept.Data["a"]) == "b" && kept.Type == corev1.SecretTypeOpaque, "the Secret is %v", kept)
	t.True(strings.HasPrefix(kept.Name, "key-") && len(kept.Name) == 9, "its name is %q", kept.Name)

	_, err = deployments.Create(t, deployment("Not_A_Name", 1), metav1.CreateOptions{})
	t.True(errors.IsInvalid(err), "a bad name gave %v", err)
	_, err = deployments.Create(t, deployment("web", 1), metav1.CreateOptions{})
	t.True(errors.IsAlreadyExists(err), "a second creation gave %v", err)

	t.NoError(deployments.DeleteCollection(t, metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "app=web"}),
		"delete by label")
	t.Await("the Deployment gone", func() bool {
		_, err := deployments.Get(t, "web", metav1.GetOptions{})
		return errors.IsNotFound(err)
	})
}

func pagedLists(t *report.T) {
	maps := t.Clientset().CoreV1().ConfigMaps(t.Namespace)
	const many = 120
	for index := range many {
		name := configMap("", "1")
		name.GenerateName = "many-"
		name.Labels = map[string]string{"page": "test"}
		_, err := maps.Create(t, name, metav1.CreateOptions{})
		t.NoError(err, "create ConfigMap "+string(rune('0'+index%10)))
	}
	options := metav1.ListOptions{LabelSelector: "page=test", Limit: 50}
	first, err := maps.List(t, options)
	t.NoError(err, "list")
	t.True(len(first.Items) == 50 && first.Continue != "", "the first page has %d", len(first.Items))
	late := configMap("zzz-late", "1")
	late.Labels = map[string]string{"page": "test"}
	_, err = maps.Create(t, late, metav1.CreateOptions{})
	t.NoError(err, "create one more")
	seen := map[string]bool{}
	for page := first; ; {
		for _, each := range page.Items {
			seen[each.Name] = true
		}
		t.True(page.ResourceVersion == first.ResourceVersion, "a page is of another moment")
		if page.Continue == "" {
			break
		}
		options.Continue = page.Continue
		page, err = maps.List(t, options)
		t.NoError(err, "next page")
	}
	t.True(len(seen) == many && !seen["zzz-late"], "%d seen, late %v", len(seen), seen["zzz-late"])

	each := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		return maps.List(ctx, options)
	})
	each.PageSize = 25
	count := 0
	err = each.EachListItem(t, metav1.ListOptions{LabelSelector: "page=test"}, func(runtime.Object) error {
		count++
		return nil
	})
	t.NoError(err, "page through")
	t.True(count == many+1, "the pager saw %d", count)
}

func retryOnConflict(t *report.T) {
	maps := t.Clientset().CoreV1().ConfigMaps(t.Namespace)
	start := configMap("tally", "1")
	start.Data = map[string]string{}
	_, err := maps.Create(t, start, metav1.CreateOptions{})
	t.NoError(err, "create")
	const writers = 8
	failures := make(chan error, writers)
	for writer := range writers {
		go func() {
			failures <- retry.RetryOnConflict(retry.DefaultBackoff, func() error {
				for {
					seen, err := maps.Get(t, "tally", metav1.GetOptions{})
					if err != nil {
						return err
					}
					if seen.Data == nil {
						seen.Data = map[string]string{}
					}
					seen.Data[string(rune('a'+writer))] = "done"
					_, err = maps.Update(t, seen, metav1.UpdateOptions{})
					// The back-off's four steps are too few for eight writers at once.
					if !errors.IsConflict(err) || t.Err() != nil {
						return err
					}
				}
			})
		}()
	}
	for range writers {
		t.NoError(<-failures, "write")
	}
	ended, err := maps.Get(t, "tally", metav1.GetOptions{})
	t.NoError(err, "read")
	t.True(len(ended.Data) == writers, "kept are %v", ended.Data)
}

type warned struct{ texts []string }

func (w *warned) HandleWarningHeader(code int, _ string, text string) {
	if code == 299 {
		w.texts = append(w.texts, text)
	}
}

func warnings(t *report.T) {
	config := t.Config()
	heard := &warned{}
	config.WarningHandler = heard
	client := kubernetes.NewForConfigOrDie(config).CoreV1().RESTClient()
	body := []byte(`{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"dada":{}}`)
	post := func(validation string) error {
		return client.Post().Namespace(t.Namespace).Resource("configmaps").Param("fieldValidation", validation).
			SetHeader("Content-Type", "application/json").Body(body).Do(t).Error()
	}
	err := post("Strict")
	t.True(errors.IsBadRequest(err) && strings.Contains(err.Error(), `unknown field "dada"`), "strict gave %v", err)
	t.NoError(post("Warn"), "create with a warning")
	t.True(len(heard.texts) == 1 && heard.texts[0] == `unknown field "dada"`, "heard %q", heard.texts)
}
