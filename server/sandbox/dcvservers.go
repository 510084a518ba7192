//go:build !js

package sandbox

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
)

// A keyValue is a tag or a filter.
type keyValue struct {
	Key   string `json:"Key"`
	Value string `json:"Value"`
}

// A dcvServer is the OpenAPI document's Server.
type dcvServer struct {
	ID                         string     `json:"Id"`
	IP                         string     `json:"Ip"`
	Hostname                   string     `json:"Hostname"`
	DefaultDNSName             string     `json:"DefaultDnsName"`
	Port                       string     `json:"Port"`
	Endpoints                  []endpoint `json:"Endpoints"`
	WebURLPath                 string     `json:"WebUrlPath"`
	Version                    string     `json:"Version"`
	SessionManagerAgentVersion string     `json:"SessionManagerAgentVersion"`
	Availability               string     `json:"Availability"`
	UnavailabilityReason       string     `json:"UnavailabilityReason,omitempty"`
	ConsoleSessionCount        int        `json:"ConsoleSessionCount"`
	VirtualSessionCount        int        `json:"VirtualSessionCount"`
	Host                       host       `json:"Host"`
	Tags                       []keyValue `json:"Tags"`
}

type endpoint struct {
	IPAddress  string `json:"IpAddress"`
	Port       int    `json:"Port"`
	WebURLPath string `json:"WebUrlPath,omitempty"`
	Protocol   string `json:"Protocol"`
}

type host struct {
	OS             hostOS       `json:"Os"`
	Memory         memory       `json:"Memory"`
	Swap           memory       `json:"Swap"`
	AWS            hostAWS      `json:"Aws"`
	CPUInfo        cpu          `json:"CpuInfo"`
	CPULoadAverage load         `json:"CpuLoadAverage"`
	GPUs           []gpu        `json:"Gpus"`
	LoggedInUsers  []loggedInAs `json:"LoggedInUsers"`
}

type hostOS struct {
	Family        string `json:"Family"`
	Name          string `json:"Name"`
	Version       string `json:"Version"`
	KernelVersion string `json:"KernelVersion,omitempty"`
	BuildNumber   string `json:"BuildNumber,omitempty"`
}

type memory struct {
	TotalBytes int64 `json:"TotalBytes"`
	UsedBytes  int64 `json:"UsedBytes"`
}

type hostAWS struct {
	Region          string `json:"Region"`
	EC2InstanceType string `json:"EC2InstanceType"`
	EC2InstanceID   string `json:"EC2InstanceId"`
	EC2ImageID      string `json:"EC2ImageId"`
}

type cpu struct {
	Vendor              string `json:"Vendor"`
	ModelName           string `json:"ModelName"`
	Architecture        string `json:"Architecture"`
	NumberOfCPUs        int    `json:"NumberOfCpus"`
	PhysicalCoresPerCPU int    `json:"PhysicalCoresPerCpu"`
}

type load struct {
	OneMinute      float64 `json:"OneMinute"`
	FiveMinutes    float64 `json:"FiveMinutes"`
	FifteenMinutes float64 `json:"FifteenMinutes"`
}

type gpu struct {
	Vendor    string `json:"Vendor"`
	ModelName string `json:"ModelName"`
}

type loggedInAs struct {
	Username string `json:"Username"`
}

// newServers makes three: the first two have the tag that the documentation's
// example looks for, the last takes no sessions.
func newServers() []dcvServer {
	made := func(n int, ip, name string, os hostOS, tags ...keyValue) dcvServer {
		return dcvServer{
			ID: base64.StdEncoding.EncodeToString([]byte(ip + "-" + name)),
			IP: ip, Hostname: name, DefaultDNSName: name + ".eu-central-1.compute.internal",
			Port: "8443", WebURLPath: "/", Version: "2023.1.16388", SessionManagerAgentVersion: "2023.1.692",
			Endpoints: []endpoint{
				{IPAddress: ip, Port: 8443, WebURLPath: "/", Protocol: "HTTP"},
				{IPAddress: ip, Port: 8443, Protocol: "QUIC"},
			},
			Availability: "AVAILABLE",
			Host: host{
				OS:             os,
				Memory:         memory{TotalBytes: 16_502_906_880, UsedBytes: 2_873_405_440},
				Swap:           memory{},
				AWS:            hostAWS{"eu-central-1", "g4dn.xlarge", "i-0f9b2c7d1e3a4b5" + strconv.Itoa(n), "ami-03b755af568109dc3"},
				CPUInfo:        cpu{"GenuineIntel", "Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz", "x86_64", 4, 2},
				CPULoadAverage: load{0.25, 0.5, 0.75},
				GPUs:           []gpu{{"NVIDIA Corporation", "TU104GL [Tesla T4]"}},
				LoggedInUsers:  []loggedInAs{{"barbara"}},
			},
			Tags: tags,
		}
	}
	linux := hostOS{Family: "linux", Name: "Amazon Linux", Version: "2", KernelVersion: "5.10.198-187.748.amzn2.x86_64"}
	windows := hostOS{Family: "windows", Name: "Microsoft Windows Server 2022 Datacenter", Version: "10.0.20348", BuildNumber: "20348"}
	servers := []dcvServer{
		made(1, "10.0.3.17", "ip-10-0-3-17", windows, keyValue{"os", "windows"}, keyValue{"ram", "4gb"}),
		made(2, "10.0.3.18", "ip-10-0-3-18", linux, keyValue{"os", "linux"}, keyValue{"ram", "4gb"}, keyValue{"Büro", "Zürich"}),
		made(3, "10.0.3.19", "ip-10-0-3-19", linux, keyValue{"os", "linux"}, keyValue{"ram", "8gb"}),
	}
	servers[2].Availability, servers[2].UnavailabilityReason = "UNAVAILABLE", serverIll
	return servers
}

type describeServersRequest struct {
	ServerIDs  []string `json:"ServerIds"`
	MaxResults *int     `json:"MaxResults"`
	NextToken  string   `json:"NextToken"`
}

type describeServersAnswer struct {
	RequestID string      `json:"RequestId"`
	Servers   []dcvServer `json:"Servers"`
	NextToken string      `json:"NextToken,omitempty"`
}

func (d *dcv) describeServers(w http.ResponseWriter, r *http.Request) {
	var in describeServersRequest
	if !readInput(w, r, true, &in) {
		return
	}
	found := slices.DeleteFunc(d.sessions.describeServers(), func(s dcvServer) bool {
		return len(in.ServerIDs) > 0 && !slices.Contains(in.ServerIDs, s.ID)
	})
	page, next, ok := pageOf(found, in.MaxResults, in.NextToken)
	if !ok {
		invalidInput(w)
		return
	}
	writeJSON(w, http.StatusOK, describeServersAnswer{randomUUID(), page, next})
}

// The reasons that the servers here are unavailable for. One that is closed
// can be opened; one that is ill stays so.
const (
	serverClosed = "SERVER_CLOSED"
	serverIll    = "UNHEALTHY_DCV_SERVER"
)

// open takes new sessions on a server again, or says why it can't.
func (s *sessions) open(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	server := s.server(id)
	if server == nil {
		return "Server not found"
	}
	if server.UnavailabilityReason == serverClosed {
		server.Availability, server.UnavailabilityReason = "AVAILABLE", ""
	}
	return ""
}

// close takes no new sessions on a server any more, or says why it can't.
func (s *sessions) close(id string, force bool) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	server := s.server(id)
	if server == nil {
		return "Server not found"
	}
	busy := slices.ContainsFunc(s.list, func(e session) bool { return s.servers[e.server].ID == id })
	if busy && !force {
		return "Server has sessions"
	}
	if server.UnavailabilityReason == "" {
		server.Availability, server.UnavailabilityReason = "UNAVAILABLE", serverClosed
	}
	return ""
}

func (s *sessions) server(id string) *dcvServer {
	i := slices.IndexFunc(s.servers, func(e dcvServer) bool { return e.ID == id })
	if i < 0 {
		return nil
	}
	return &s.servers[i]
}

// pageOf cuts a page out of all: max is 1 to 1000, which is also what nil
// means; token is one that an earlier page gave.
func pageOf[T any](all []T, max *int, token string) (page []T, next string, ok bool) {
	limit, from := 1000, 0
	if max != nil {
		limit = *max
	}
	if token != "" {
		text, err1 := base64.StdEncoding.DecodeString(token)
		n, err2 := strconv.Atoi(string(text))
		if err1 != nil || err2 != nil || n < 1 {
			return nil, "", false
		}
		from = min(n, len(all))
	}
	if limit < 1 || limit > 1000 {
		return nil, "", false
	}
	to := min(from+limit, len(all))
	if to < len(all) {
		next = base64.StdEncoding.EncodeToString([]byte(strconv.Itoa(to)))
	}
	return append([]T{}, all[from:to]...), next, true
}
