// Command golden runs documents through a kube-apiserver's own defaulting and validation, and writes down what came of
// them: the cases that the Java side is tested against. It stands apart from kube-schema because it compiles
// k8s.io/kubernetes, which takes minutes.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/controlplane"
	"k8s.io/kubernetes/pkg/registry/apps/daemonset"
	"k8s.io/kubernetes/pkg/registry/apps/deployment"
	"k8s.io/kubernetes/pkg/registry/apps/replicaset"
	"k8s.io/kubernetes/pkg/registry/apps/statefulset"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/pod"
	"k8s.io/kubernetes/pkg/registry/core/secret"
	"k8s.io/kubernetes/pkg/registry/core/service"
	"k8s.io/kubernetes/pkg/registry/core/serviceaccount"
)

// strategy is what every registry strategy can do.
type strategy interface {
	rest.RESTCreateStrategy
	rest.RESTUpdateStrategy
}

var strategies = map[string]strategy{
	"ConfigMap":      configmap.Strategy,
	"CronJob":        cronjob.Strategy,
	"DaemonSet":      daemonset.Strategy,
	"Deployment":     deployment.Strategy,
	"Job":            job.Strategy,
	"Namespace":      namespace.Strategy,
	"Pod":            pod.Strategy,
	"ReplicaSet":     replicaset.Strategy,
	"Secret":         secret.Strategy,
	"Service":        service.Strategy,
	"ServiceAccount": serviceaccount.Strategy,
	"StatefulSet":    statefulset.Strategy,
}

type defaultsCase struct {
	Name  string          `json:"name"`
	Input json.RawMessage `json:"input"`
	JSON  json.RawMessage `json:"json"`
}

type validationCase struct {
	Name   string               `json:"name"`
	Old    json.RawMessage      `json:"old,omitempty"`
	Input  json.RawMessage      `json:"input"`
	Causes []metav1.StatusCause `json:"causes"`
}

func main() {
	out := flag.String("out", ".", "directory that receives defaults/defaults.json and validation/validation.json")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "golden:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	var defaulted []any
	for _, input := range defaultInputs {
		c, err := defaults(input)
		if err != nil {
			return fmt.Errorf("%s: %w", input.name, err)
		}
		defaulted = append(defaulted, c)
	}
	if err := write(filepath.Join(out, "defaults", "defaults.json"), defaulted); err != nil {
		return err
	}
	var validated []any
	for _, input := range validationInputs {
		c, err := validate(input)
		if err != nil {
			return fmt.Errorf("%s: %w", input.name, err)
		}
		validated = append(validated, c)
	}
	return write(filepath.Join(out, "validation", "validation.json"), validated)
}

// defaults decodes a document with defaulting and writes it again in the version it came in.
func defaults(input document) (*defaultsCase, error) {
	object, gvk, err := decode(input.text)
	if err != nil {
		return nil, err
	}
	versioned, err := legacyscheme.Scheme.ConvertToVersion(object, gvk.GroupVersion())
	if err != nil {
		return nil, err
	}
	versioned.GetObjectKind().SetGroupVersionKind(*gvk)
	text, err := json.Marshal(versioned)
	return &defaultsCase{input.name, json.RawMessage(input.text), text}, err
}

// validate takes the steps of a create, or of an update where there is an old object.
func validate(input document) (*validationCase, error) {
	object, gvk, err := decode(input.text)
	if err != nil {
		return nil, err
	}
	rules, ok := strategies[gvk.Kind]
	if !ok {
		return nil, fmt.Errorf("no strategy for %s", gvk.Kind)
	}
	place := ""
	if rules.NamespaceScoped() {
		place = "default"
	}
	ctx := genericapirequest.WithNamespace(genericapirequest.NewContext(), place)
	c := &validationCase{Name: input.name, Input: json.RawMessage(input.text), Causes: []metav1.StatusCause{}}
	if input.old == "" {
		err = create(ctx, rules, object)
	} else {
		c.Old = json.RawMessage(input.old)
		var old runtime.Object
		if old, _, err = decode(input.old); err != nil {
			return nil, err
		}
		if err := create(ctx, rules, old); err != nil {
			return nil, fmt.Errorf("the old object is invalid: %w", err)
		}
		err = rest.BeforeUpdate(rules, ctx, object, old)
	}
	var status *apierrors.StatusError
	if errors.As(err, &status) {
		if status.ErrStatus.Details == nil {
			return nil, err
		}
		c.Causes = append(c.Causes, status.ErrStatus.Details.Causes...)
	} else if err != nil {
		return nil, err
	}
	return c, nil
}

func create(ctx context.Context, rules strategy, object runtime.Object) error {
	accessor, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	accessor.SetCreationTimestamp(metav1.Unix(1, 0))
	accessor.SetUID("00000000-0000-0000-0000-000000000000")
	return rest.BeforeCreate(rules, ctx, object)
}

func decode(text string) (runtime.Object, *schema.GroupVersionKind, error) {
	return legacyscheme.Codecs.UniversalDecoder().Decode([]byte(text), nil, nil)
}

func write(file string, cases []any) error {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, c := range cases {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(c); err != nil {
			return err
		}
		b.Truncate(b.Len() - 1)
	}
	b.WriteString("]\n")
	return os.WriteFile(file, b.Bytes(), 0o644)
}
