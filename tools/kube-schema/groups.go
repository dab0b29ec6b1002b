package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	extensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	registrationv1 "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

// Group is an API group in the order of preference a kube-apiserver serves them in.
type Group struct {
	Name     string
	Versions []Version
}

// Version holds what one group-version serves; Kinds names the type of every kind it can decode.
type Version struct {
	Version   string
	Resources []Resource
	Kinds     map[string]string
}

// Resource is one served resource.
type Resource struct {
	Name         string        `json:"name"`
	Singular     string        `json:"singular"`
	Kind         string        `json:"kind"`
	KindGroup    *string       `json:"kindGroup,omitempty"`
	KindVersion  string        `json:"kindVersion,omitempty"`
	Namespaced   bool          `json:"namespaced,omitempty"`
	ShortNames   []string      `json:"shortNames,omitempty"`
	Categories   []string      `json:"categories,omitempty"`
	Verbs        []string      `json:"verbs"`
	Subresources []Subresource `json:"subresources,omitempty"`
	Strategy
	Columns []Column `json:"columns,omitempty"`
}

// Subresource is served under an object of its resource.
type Subresource struct {
	Name    string   `json:"name"`
	Group   string   `json:"group"`
	Version string   `json:"version"`
	Kind    string   `json:"kind"`
	Verbs   []string `json:"verbs"`
}

type discovery struct {
	Items []struct {
		Metadata struct{ Name string }
		Versions []struct {
			Version   string
			Resources []struct {
				Resource, SingularResource, Scope string
				ResponseKind                      schema.GroupVersionKind
				ShortNames, Categories, Verbs     []string
				Subresources                      []struct {
					Subresource  string
					ResponseKind schema.GroupVersionKind
					Verbs        []string
				}
			}
		}
	}
}

var stable = regexp.MustCompile(`^v[0-9]+$`)

// newScheme registers every kind that a kube-apiserver decodes.
func newScheme() (*runtime.Scheme, error) {
	all := runtime.NewScheme()
	for _, register := range []func(*runtime.Scheme) error{
		scheme.AddToScheme, extensionsv1.AddToScheme, registrationv1.AddToScheme, metav1.AddMetaToScheme,
	} {
		if err := register(all); err != nil {
			return nil, err
		}
	}
	metav1.AddToGroupVersion(all, schema.GroupVersion{Version: "v1"})
	return all, nil
}

// readGroups keeps the stable versions: a kube-apiserver serves alpha and beta versions only when told to.
func readGroups(source string, all *runtime.Scheme, types *typeWalker, strategies map[string]Strategy, columns map[string][]Column) ([]Group, error) {
	var named discovery
	if err := readJSON(filepath.Join(source, "api/discovery/aggregated_v2.json"), &named); err != nil {
		return nil, err
	}
	var legacy metav1.APIResourceList
	if err := readJSON(filepath.Join(source, "api/discovery/api__v1.json"), &legacy); err != nil {
		return nil, err
	}
	groups := []Group{coreGroup(legacy, all, types, strategies, columns)}
	for _, item := range named.Items {
		group := Group{Name: item.Metadata.Name}
		for _, v := range item.Versions {
			if !stable.MatchString(v.Version) {
				continue
			}
			version := Version{Version: v.Version, Kinds: kinds(all, schema.GroupVersion{Group: group.Name, Version: v.Version}, types)}
			for _, r := range v.Resources {
				resource := Resource{
					Name: r.Resource, Singular: r.SingularResource, Kind: r.ResponseKind.Kind,
					Namespaced: r.Scope == "Namespaced", ShortNames: r.ShortNames, Categories: r.Categories, Verbs: r.Verbs,
				}
				for _, s := range r.Subresources {
					resource.Subresources = append(resource.Subresources,
						subresource(s.Subresource, s.ResponseKind, group.Name, v.Version, s.Verbs))
				}
				resource.complete(group.Name, strategies, columns)
				version.Resources = append(version.Resources, resource)
			}
			group.Versions = append(group.Versions, version)
		}
		if len(group.Versions) > 0 {
			groups = append(groups, group)
		}
	}
	return groups, nil
}

// coreGroup reads the legacy document, which alone describes the group without a name.
func coreGroup(legacy metav1.APIResourceList, all *runtime.Scheme, types *typeWalker, strategies map[string]Strategy, columns map[string][]Column) Group {
	version := Version{Version: "v1", Kinds: kinds(all, schema.GroupVersion{Version: "v1"}, types)}
	index := map[string]int{}
	for _, r := range legacy.APIResources {
		if strings.Contains(r.Name, "/") {
			continue
		}
		index[r.Name] = len(version.Resources)
		version.Resources = append(version.Resources, Resource{
			Name: r.Name, Singular: r.SingularName, Kind: r.Kind, Namespaced: r.Namespaced,
			ShortNames: r.ShortNames, Categories: r.Categories, Verbs: r.Verbs,
		})
	}
	for _, r := range legacy.APIResources {
		parent, name, nested := strings.Cut(r.Name, "/")
		if i, known := index[parent]; nested && known {
			kind := schema.GroupVersionKind{Group: r.Group, Version: r.Version, Kind: r.Kind}
			version.Resources[i].Subresources = append(version.Resources[i].Subresources,
				subresource(name, kind, "", "v1", r.Verbs))
		}
	}
	for i := range version.Resources {
		version.Resources[i].complete("", strategies, columns)
	}
	return Group{Versions: []Version{version}}
}

func subresource(name string, kind schema.GroupVersionKind, group, version string, verbs []string) Subresource {
	if kind.Version == "" {
		kind.Group, kind.Version = group, version
	}
	return Subresource{Name: name, Group: kind.Group, Version: kind.Version, Kind: kind.Kind, Verbs: verbs}
}

func (r *Resource) complete(group string, strategies map[string]Strategy, columns map[string][]Column) {
	r.Strategy = strategies[r.Name]
	r.Columns = columns[columnKey(group, r.Kind)]
}

// kinds leaves the kinds that every group-version shares (DeleteOptions, ListOptions, WatchEvent) to the core group.
func kinds(all *runtime.Scheme, version schema.GroupVersion, types *typeWalker) map[string]string {
	shared := all.KnownTypes(schema.GroupVersion{Group: "meta.k8s.io", Version: "v1"})
	known := map[string]string{}
	for kind, t := range all.KnownTypes(version) {
		if _, common := shared[kind]; common && version.Group != "" || kind == "WatchEvent" || strings.HasPrefix(kind, "Internal") {
			continue
		}
		if strings.HasSuffix(t.PkgPath(), "/meta/v1") && version.Group != "" {
			continue
		}
		known[kind] = types.add(t)
	}
	return known
}

func readJSON(file string, into any) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return json.Unmarshal(content, into)
}
