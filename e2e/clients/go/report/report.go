// Package report runs subtests one after the other and prints what became of each as a line of JSON.
package report

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const secondsMax = 60 * time.Second

// Subtest is a behaviour and the function that shows it.
type Subtest struct {
	Name string
	Run  func(*T)
}

// T is what a subtest has: a server, a namespace of its own, a context that ends with it.
type T struct {
	context.Context
	Namespace string
	config    *rest.Config
}

type failure string

type result struct {
	Name    string  `json:"name"`
	OK      bool    `json:"ok"`
	Seconds float64 `json:"seconds"`
	Message string  `json:"message,omitempty"`
}

// Config is a copy, so that a subtest may change it.
func (t *T) Config() *rest.Config { return rest.CopyConfig(t.config) }

// Clientset speaks protobuf, as typed clients do since 0.32.
func (t *T) Clientset() *kubernetes.Clientset { return kubernetes.NewForConfigOrDie(t.config) }

// Fatalf ends the subtest.
func (t *T) Fatalf(format string, arguments ...any) {
	panic(failure(fmt.Sprintf(format, arguments...)))
}

// NoError ends the subtest at an error.
func (t *T) NoError(err error, doing string) {
	if err != nil {
		t.Fatalf("%s: %v", doing, err)
	}
}

// True ends the subtest unless the condition holds.
func (t *T) True(condition bool, format string, arguments ...any) {
	if !condition {
		t.Fatalf(format, arguments...)
	}
}

// Await polls until the condition holds, for 20 s at most.
func (t *T) Await(what string, condition func() bool) {
	deadline := time.Now().Add(20 * time.Second)
	for !condition() {
		if time.Now().After(deadline) || t.Err() != nil {
			t.Fatalf("not seen in time: %s", what)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// Main runs what the command line asks for; it ends the process with 1 if a subtest has failed.
func Main(subtests []Subtest) {
	kubeconfig := flag.String("kubeconfig", "", "the file that says where the server is")
	kubeContext := flag.String("context", "", "which of its contexts")
	prefix := flag.String("namespace-prefix", "go", "how the subtests' namespaces begin")
	only := flag.String("run", "", "run the subtests whose names contain this")
	list := flag.Bool("list", false, "print the names and end")
	flag.Parse()
	if *list {
		for _, each := range subtests {
			fmt.Println(each.Name)
		}
		return
	}
	config, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(
		&clientcmd.ClientConfigLoadingRules{ExplicitPath: *kubeconfig},
		&clientcmd.ConfigOverrides{CurrentContext: *kubeContext}).ClientConfig()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	config.QPS, config.Burst = 200, 400
	failed := 0
	for index, each := range subtests {
		if !strings.Contains(each.Name, *only) {
			continue
		}
		done := run(each, config, fmt.Sprintf("%s-%d", *prefix, index))
		if !done.OK {
			failed++
		}
		line, _ := json.Marshal(done)
		fmt.Println(string(line))
	}
	if failed > 0 {
		os.Exit(1)
	}
}

func run(subtest Subtest, config *rest.Config, namespace string) (done result) {
	started := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), secondsMax)
	defer cancel()
	done = result{Name: subtest.Name, OK: true}
	defer func() {
		done.Seconds = time.Since(started).Seconds()
		if cause := recover(); cause != nil {
			done.OK = false
			if expected, ok := cause.(failure); ok {
				done.Message = string(expected)
			} else {
				done.Message = fmt.Sprintf("%v\n%s", cause, debug.Stack())
			}
		}
	}()
	t := &T{Context: ctx, Namespace: namespace, config: config}
	created := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: namespace}}
	_, err := t.Clientset().CoreV1().Namespaces().Create(ctx, created, metav1.CreateOptions{})
	t.NoError(err, "create a namespace")
	defer func() {
		_ = t.Clientset().CoreV1().Namespaces().Delete(context.Background(), namespace, metav1.DeleteOptions{})
	}()
	subtest.Run(t)
	return done
}
