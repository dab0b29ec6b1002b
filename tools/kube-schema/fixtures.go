package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"time"

	extensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	jsonserializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/randfill"
)

// protobufCase is one object in both wire forms.
type protobufCase struct {
	APIVersion string          `json:"apiVersion"`
	Kind       string          `json:"kind"`
	Protobuf   string          `json:"protobuf"`
	JSON       json.RawMessage `json:"json"`
}

// decodeCase is an input and what Kubernetes' own decoder makes of it.
type decodeCase struct {
	Name   string          `json:"name"`
	Input  string          `json:"input"`
	JSON   json.RawMessage `json:"json,omitempty"`
	Strict []string        `json:"strict,omitempty"`
	Error  string          `json:"error,omitempty"`
}

// renderProtobuf fills one object of every stable kind with random values; the seed makes two runs alike.
func renderProtobuf(all *runtime.Scheme, table *Table) ([]byte, error) {
	var cases []any
	filler := newFiller()
	for _, kind := range decodableKinds(table) {
		object, err := all.New(kind)
		if err != nil {
			return nil, err
		}
		filler.Fill(object)
		object.GetObjectKind().SetGroupVersionKind(kind)
		c, err := protobufPair(all, object, kind)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", kind, err)
		}
		cases = append(cases, c)
	}
	return lines(cases), nil
}

// protobufPair encodes an object as protobuf, and what that decodes to as JSON.
func protobufPair(all *runtime.Scheme, object runtime.Object, kind schema.GroupVersionKind) (*protobufCase, error) {
	serializer := protobuf.NewSerializer(all, all)
	var wire bytes.Buffer
	if err := serializer.Encode(object, &wire); err != nil {
		return nil, err
	}
	decoded, _, err := serializer.Decode(wire.Bytes(), nil, nil)
	if err != nil {
		return nil, err
	}
	decoded.GetObjectKind().SetGroupVersionKind(kind)
	text, err := json.Marshal(decoded)
	if err != nil {
		return nil, err
	}
	version, name := kind.ToAPIVersionAndKind()
	return &protobufCase{version, name, base64.StdEncoding.EncodeToString(wire.Bytes()), text}, nil
}

func decodableKinds(table *Table) []schema.GroupVersionKind {
	var kinds []schema.GroupVersionKind
	for _, group := range table.Groups {
		for _, version := range group.Versions {
			for kind := range version.Kinds {
				if !strings.HasSuffix(kind, "List") {
					kinds = append(kinds, schema.GroupVersionKind{Group: group.Name, Version: version.Version, Kind: kind})
				}
			}
		}
	}
	sort.Slice(kinds, func(i, j int) bool { return kinds[i].String() < kinds[j].String() })
	return kinds
}

func newFiller() *randfill.Filler {
	words := []string{"api", "web", "blue", "zeta", "ünï", "a b", "x\"y"}
	return randfill.NewWithSeed(1).NilChance(0.6).NumElements(1, 2).Funcs(
		func(s *string, c randfill.Continue) { *s = words[c.Intn(len(words))] },
		func(_ *metav1.TypeMeta, _ randfill.Continue) {},
		func(q *resource.Quantity, c randfill.Continue) {
			*q = resource.MustParse([]string{"0", "500m", "2", "1Gi", "1536Mi", "100k", "3e6"}[c.Intn(7)])
		},
		func(t *metav1.Time, c randfill.Continue) { *t = metav1.Unix(c.Int63n(2_000_000_000), 0) },
		func(t *metav1.MicroTime, c randfill.Continue) {
			*t = metav1.NewMicroTime(time.UnixMicro(c.Int63n(2_000_000_000_000_000)))
		},
		func(d *metav1.Duration, c randfill.Continue) { d.Duration = time.Duration(c.Int63n(1_000_000_000_000)) },
		func(v *intstr.IntOrString, c randfill.Continue) {
			if *v = intstr.FromInt32(c.Int31()); c.Bool() {
				*v = intstr.FromString("25%")
			}
		},
		func(r *runtime.RawExtension, _ randfill.Continue) { r.Raw = []byte(`{"kind":"Any","n":1}`) },
		func(f *metav1.FieldsV1, _ randfill.Continue) { f.Raw = []byte(`{"f:spec":{"f:replicas":{}}}`) },
		fillSchema,
	)
}

// fillSchema keeps the recursive type small and reaches each of its alternatives.
func fillSchema(s *extensionsv1.JSONSchemaProps, _ randfill.Continue) {
	minimum, length, preserve := 0.5, int64(0), true
	leaf := extensionsv1.JSONSchemaProps{Type: "string", Enum: []extensionsv1.JSON{{Raw: []byte(`"a"`)}}, MinLength: &length}
	*s = extensionsv1.JSONSchemaProps{
		Type: "object", Minimum: &minimum, Default: &extensionsv1.JSON{Raw: []byte(`{"x":1}`)}, XPreserveUnknownFields: &preserve,
		Properties: map[string]extensionsv1.JSONSchemaProps{
			"list":  {Type: "array", Items: &extensionsv1.JSONSchemaPropsOrArray{Schema: &leaf}},
			"tuple": {Type: "array", Items: &extensionsv1.JSONSchemaPropsOrArray{JSONSchemas: []extensionsv1.JSONSchemaProps{leaf}}},
			"map":   {Type: "object", AdditionalProperties: &extensionsv1.JSONSchemaPropsOrBool{Allows: true, Schema: &leaf}},
			"open":  {Type: "object", AdditionalProperties: &extensionsv1.JSONSchemaPropsOrBool{Allows: true}},
			"shut":  {Type: "object", AdditionalProperties: &extensionsv1.JSONSchemaPropsOrBool{}},
		},
		Dependencies: extensionsv1.JSONSchemaDependencies{
			"a": {Property: []string{"b"}}, "b": {Schema: &leaf},
		},
	}
}

// renderDecode runs the inputs through the decoder a kube-apiserver uses, strictly.
func renderDecode(all *runtime.Scheme) ([]byte, error) {
	serializer := jsonserializer.NewSerializerWithOptions(
		jsonserializer.DefaultMetaFactory, all, all, jsonserializer.SerializerOptions{Strict: true})
	var cases []any
	for _, input := range decodeInputs {
		c := &decodeCase{Name: input.name, Input: input.text}
		object, _, err := serializer.Decode([]byte(input.text), nil, nil)
		if strict, ok := runtime.AsStrictDecodingError(err); ok {
			for _, each := range strict.Errors() {
				c.Strict = append(c.Strict, each.Error())
			}
		} else if err != nil {
			c.Error = err.Error()
			object = nil
		}
		if object != nil {
			text, err := json.Marshal(object)
			if err != nil {
				return nil, err
			}
			c.JSON = text
		}
		cases = append(cases, c)
	}
	return lines(cases), nil
}

func lines(cases []any) []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, c := range cases {
		separator(&b, i)
		b.Write(compact(c))
	}
	b.WriteString("]\n")
	return b.Bytes()
}
